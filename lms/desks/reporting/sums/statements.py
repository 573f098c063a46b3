"""SQL of the kept sums: each figure over all rows, and over one changed row; and one statement that counts all rows
anew and compares.

What a figure counts is written once, as its condition. Django writes it as SQL over the table of enrolments; in a
trigger the changed row stands in the place of the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.foundation.plugins.report import Figure
from lms.learning.progress.models import Enrolment, Stay

from ..filters.figures import DUE, OF_STAYS, kept
from .models import Completer, CourseSum, Sum

DAILY = "completed_daily"
"""The figure `completed`, by days."""
COLUMNS = {
    Sum: ("institution_id", "sex", "figure", "day"),
    CourseSum: ("course_id", "institution_id", "sex", "figure", "day"),
    Completer: ("learner_id", "institution_id", "sex"),
}
"""What the rows of each kind are added up by."""


@dataclass(frozen=True)
class FigureQuery:
    """One figure over `model`, as a query of the columns of `target`; `condition` and `values` are SQL that names the
    tables. `joined` is the table of a one-to-one relation that the condition asks, and its column for the enrolment.
    """

    target: type[models.Model]
    model: type[models.Model]
    values: str
    condition: str
    joined: tuple[str, str] | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def tables(self) -> list[str]:
        return [self.table, *([self.joined[0]] if self.joined else [])]

    def counted(self, sign: int = 1) -> str:
        """Return everything that is counted, in groups."""
        source = f'"{self.table}"'
        if self.joined:
            source += f' JOIN "{self.joined[0]}" ON {self._link()}'
        return f"SELECT {self.values}, {sign} AS number FROM {source} WHERE {self.condition}"

    def changed(self, table: str, row: str, sign: int, *, source: str = "") -> str:
        """Return the query that counts one `row` of `table`, or each of the rows of `source`, which are called `row`
        then.
        """
        others = [f'"{other}"' for other in self.tables() if other != table]
        sources = ", ".join(filter(None, (source, *others)))
        condition = f"({self.condition})" + (f" AND {self._link()}" if self.joined else "")
        text = f"SELECT {self.values}, {sign} AS number{f' FROM {sources}' if sources else ''} WHERE {condition}"
        return text.replace(f'"{table}".', f"{row}.")

    def _link(self) -> str:
        """Return the condition that joins the other table to this one."""
        return '"{}"."{}" = "{}"."id"'.format(*self.joined or ("", ""), self.table)


def parts(connection: BaseDatabaseWrapper) -> list[FigureQuery]:
    """Return every figure that is kept."""
    found = []
    for target in (Sum, CourseSum):
        found += [_of_figure(connection, Enrolment, figure, target=target) for figure in kept()]
        found += [_of_figure(connection, Stay, figure, target=target) for figure in OF_STAYS]
    completed = next(figure for figure in kept() if figure.slug == "completed")
    daily = _of_figure(connection, Enrolment, completed, DAILY)
    persons = FigureQuery(
        Completer, Enrolment, _columns(Enrolment, "learner_id", "institution_id", "sex"), daily.condition
    )
    return [*found, daily, persons]


def _columns(model: type[models.Model], *names: str) -> str:
    return ", ".join(f'"{model._meta.db_table}"."{name}" AS {name}' for name in names)


def _of_figure(
    connection: BaseDatabaseWrapper,
    model: type[models.Model],
    figure: Figure,
    slug: str = "",
    *,
    target: type[models.Model] = Sum,
) -> FigureQuery:
    query = model._base_manager.filter(figure.condition).query
    compiler = query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    sql, params = compiler.compile(query.where) if query.where else ("1 = 1", [])
    condition = sql % tuple(f"'{param}'" for param in params)
    joined: list[Any] = [join for join in query.alias_map.values() if join.parent_alias]
    link = (joined[0].table_name, joined[0].join_cols[0][1]) if joined else None
    dated = f'"{model._meta.db_table}"."{figure.dated}"'
    day = _day(connection, dated, daily=bool(slug)) if target is Sum or figure is DUE else "CAST(NULL AS date)"
    keys = _columns(model, *(name for name in COLUMNS[target] if name.endswith("_id") or name == "sex"))
    return FigureQuery(target, model, f"{keys}, '{slug or figure.slug}' AS figure, {day} AS day", condition, link)


def _day(connection: BaseDatabaseWrapper, column: str, *, daily: bool) -> str:
    """Return the day or the first of the month in East Africa, three hours before UTC all through the year."""
    if connection.vendor == "postgresql":
        return f"date_trunc('{'day' if daily else 'month'}', {column} AT TIME ZONE 'UTC' + interval '3 hours')::date"
    return f"date({column}, '+3 hours'{'' if daily else ', ' + repr('start of month')})"


def differences(*, using: str = "default") -> Iterator[tuple[str, tuple[Any, ...], int]]:
    """Yield the differences between the sums and a new count: the table, the key of the sum, and by how much the sum is
    too high.

    One statement for each table, so that what others commit meanwhile is seen in both or in neither.
    """
    connection = connections[using]
    for target, columns in COLUMNS.items():
        with connection.cursor() as cursor:
            cursor.execute(_compared(connection, target, columns))
            for *key, number in cursor.fetchall():
                yield target._meta.db_table, tuple(key), int(number)


def correct(*, using: str = "default") -> int:
    """Add what is missing, and take off what is too much; returns how many sums were wrong. Whoever changes something
    meanwhile adds their own differences: nothing is locked.
    """
    connection, wrong = connections[using], 0
    for target, columns in COLUMNS.items():
        with connection.cursor() as cursor:
            names = ", ".join(columns)
            compared = _compared(connection, target, columns)
            cursor.execute(
                f"INSERT INTO {target._meta.db_table} ({names}, number) "
                f"SELECT {names}, -number FROM ({compared}) AS wrong"
            )
            wrong += cursor.rowcount
    return wrong


def _compared(connection: BaseDatabaseWrapper, target: type[models.Model], columns: tuple[str, ...]) -> str:
    names = ", ".join(columns)
    stored = f"SELECT {names}, number FROM {target._meta.db_table}"
    anew = [_grouped(part.counted(-1), names) for part in parts(connection) if part.target is target]
    both = " UNION ALL ".join([stored, *anew])
    return f"{_grouped(both, names)} HAVING SUM(number) <> 0"


def _grouped(counted: str, names: str) -> str:
    return f"SELECT {names}, SUM(number) AS number FROM ({counted}) AS counted GROUP BY {names}"
