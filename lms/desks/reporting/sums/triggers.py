"""Triggers of the database keep the sums: they write a row of differences for every change of what is counted."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from lms.foundation.database.triggers import EVENTS, ROWS, Trigger, TriggerSet
from lms.learning.progress.models import Enrolment, Stay

from .statements import COLUMNS, FigureQuery, correct, parts

WATCHED = {
    Enrolment: (
        "learner",
        "course",
        "institution",
        "sex",
        "status",
        "enrolled_at",
        "started_at",
        "completed_at",
        "due_at",
        "arrived_at",
    ),
    Stay: ("course", "institution", "sex", "enrolled_at", "started_at", "arrived_at", "left_at"),
}


def _triggers(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    every = parts(connection)
    watched = {
        model._meta.db_table: tuple(str(field.column) for field in model._meta.concrete_fields if field.name in names)
        for model, names in WATCHED.items()
    }
    for table in dict.fromkeys(table for part in every for table in part.tables()):
        for event in EVENTS:
            columns = watched.get(table, ()) if event == "UPDATE" else ()
            yield Trigger(table, event, _body(connection, every, table, event), columns)


def _body(connection: BaseDatabaseWrapper, every: list[FigureQuery], table: str, event: str) -> str:
    """Return the statements of a trigger: for each kind of rows, it adds the differences that are not zero."""
    statements = []
    together = connection.vendor == "postgresql" and event != "UPDATE"
    for target, columns in COLUMNS.items():
        mine = [part for part in every if part.target is target and table in part.tables()]
        changes = []
        for part in mine:
            for row, sign in (("OLD", -1), ("NEW", 1)):
                if event in ("UPDATE", "DELETE" if row == "OLD" else "INSERT"):
                    changes.append(
                        part.changed(table, ROWS, sign, source=ROWS) if together else part.changed(table, row, sign)
                    )
        if changes:
            statements.append(
                f"INSERT INTO {target._meta.db_table} ({', '.join(columns)}, number) {_added(columns, changes)}"
            )
    return "; ".join(statements)


def _added(columns: tuple[str, ...], parts: list[str]) -> str:
    names = ", ".join(columns)
    together = " UNION ALL ".join(parts)
    return f"SELECT {names}, SUM(number) FROM ({together}) AS change GROUP BY {names} HAVING SUM(number) <> 0"


def _tables(connection: BaseDatabaseWrapper) -> set[str]:
    return {table for part in parts(connection) for table in (*part.tables(), part.target._meta.db_table)}


SUMS = TriggerSet(
    prefix="reporting_sum_",
    tables=_tables,
    written=_triggers,
    make_up=correct,
    called="sums of reports",
    check_id="reporting.W001",
    thorough=True,
)
