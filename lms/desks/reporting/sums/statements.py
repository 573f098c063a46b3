"""Counting of all sums anew, compared with what is stored, in one statement for each table."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connection, models
from django.db.models import CharField, Count, DateField, Func, QuerySet, Value

from lms.learning.progress.models import Enrolment, Stay

from ..filters.figures import COMPLETED, OF_STAYS, kept
from .models import Completer, CourseSum, Sum

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model
    from django.db.models.sql.compiler import SQLCompiler

DAILY = "completed_daily"
"""The figure `completed`, by days."""
COLUMNS: dict[Any, tuple[str, ...]] = {
    Sum: ("institution_id", "sex", "figure", "day"),
    CourseSum: ("course_id", "institution_id", "sex", "figure"),
    Completer: ("learner_id", "institution_id", "sex"),
}
"""Columns by which the rows of each kind are counted."""


class Difference(NamedTuple):
    """A sum that is stored wrongly: its key, the row that holds it (None where there is none), and both numbers."""

    key: tuple[Any, ...]
    row: int | None
    stored: int
    counted: int


class _Day(Func):
    """Day in East Africa, three hours before UTC all through the year; with the unit “month” its first."""

    output_field = DateField()
    template = "date_trunc('%(unit)s', %(expressions)s AT TIME ZONE 'UTC' + interval '3 hours')::date"

    def __init__(self, time: str, unit: str = "day") -> None:
        super().__init__(time, unit=unit)

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        start = ", 'start of month'" if self.extra["unit"] == "month" else ""
        return self.as_sql(compiler, connection, template=f"date(%(expressions)s, '+3 hours'{start})", **context)


def differences(target: type[models.Model], *, now: datetime) -> Iterator[Difference]:
    """Yield the sums of `target` that are stored otherwise than counted at `now`.

    One statement, so that what others commit meanwhile is counted wholly or not at all.
    """
    names = ", ".join(COLUMNS[target])
    sql = f"SELECT {names}, id, number AS stored, 0 AS counted FROM {target._meta.db_table}"
    params: list[Any] = []
    for rows in _counted(target, now):
        part, values = rows.query.sql_with_params()
        sql += f" UNION ALL SELECT {names}, NULL, 0, counted FROM ({part}) AS part"
        params += values
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {names}, MAX(id), SUM(stored), SUM(counted) FROM ({sql}) AS compared "
            f"GROUP BY {names} HAVING SUM(stored) <> SUM(counted)",
            params,
        )
        for *key, row, stored, counted in cursor.fetchall():
            yield Difference(tuple(key), row, int(stored), int(counted))


def _counted(target: type[models.Model], now: datetime) -> "Iterator[QuerySet[Model, object]]":
    """Yield the rows of each figure in groups by the columns of `target`, with their number."""
    names = COLUMNS[target]
    if target is Completer:
        yield _grouped(Enrolment._base_manager.filter(COMPLETED), names)
        return
    sources: tuple[tuple[Any, Any], ...] = ((Enrolment, kept(now)), (Stay, OF_STAYS))
    for model, figures in sources:
        for figure in figures:
            rows = model._base_manager.filter(figure.condition)
            yield _grouped(rows.annotate(figure=_named(figure.slug), day=_Day(figure.dated, "month")), names)
    if target is Sum:
        rows = Enrolment._base_manager.filter(COMPLETED)
        yield _grouped(rows.annotate(figure=_named(DAILY), day=_Day("completed_at")), names)


def _named(figure: str) -> Value:
    return Value(figure, output_field=CharField())


def _grouped(rows: Any, names: tuple[str, ...]) -> QuerySet[Any, Any]:
    counted: QuerySet[Any, Any] = (
        rows.order_by().values(*names).annotate(counted=Count("pk")).values_list(*names, "counted")
    )
    return counted
