"""Triggers of the database keep the sums: they write a row of differences for every change of what is counted, in the
transaction of the change, whoever makes it. They are put in place after every migrate, since a remade table loses them.
"""

from hashlib import sha256
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.progress.models import Enrolment, Stay

from .summing import COLUMNS, Part, correct, parts

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
EVENTS = ("INSERT", "UPDATE", "DELETE")
PREFIX = "reporting_sum_"
ROWS = "changed_rows"
"""PostgreSQL: the name of the rows that a statement inserted or deleted, which are counted together."""


def triggers(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The statements that make each trigger, by its name, which holds a hash of what it does."""
    written = {}
    every = parts(connection)
    watched = {
        model._meta.db_table: [str(field.column) for field in model._meta.concrete_fields if field.name in names]
        for model, names in WATCHED.items()
    }
    for table in dict.fromkeys(table for part in every for table in part.tables()):
        for event in EVENTS:
            body = _body(connection, every, table, event)
            name = f"{PREFIX}{table}_{event.lower()}_{sha256(body.encode()).hexdigest()[:8]}"
            written[name] = _trigger(connection, name, table, event, body, watched.get(table, []))
    return written


def _body(connection: BaseDatabaseWrapper, every: list[Part], table: str, event: str) -> str:
    """What a trigger does: of each kind of rows the differences that are not nothing."""
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


def _trigger(
    connection: BaseDatabaseWrapper, name: str, table: str, event: str, body: str, columns: list[str]
) -> list[str]:
    different = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    when = " OR ".join(f'OLD."{column}" {different} NEW."{column}"' for column in columns)
    if event == "UPDATE":
        of = f" OF {', '.join(columns)}" if columns else ""
        what = f"AFTER UPDATE{of} ON {table} FOR EACH ROW" + (f" WHEN ({when})" if when else "")
    else:
        what = f"AFTER {event} ON {table} FOR EACH ROW"
    if connection.vendor != "postgresql":
        return [f"CREATE TRIGGER {name} {what} BEGIN {body}; END"]
    if event != "UPDATE":
        which = "NEW" if event == "INSERT" else "OLD"
        what = f"AFTER {event} ON {table} REFERENCING {which} TABLE AS {ROWS} FOR EACH STATEMENT"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} {what} EXECUTE FUNCTION {name}()",
    ]


def install(*, using: str, **_kwargs: Any) -> None:
    """Put the triggers in place after every migrate (which may have remade a table, and its triggers with it), and
    correct what was changed without them.
    """
    connection = connections[using]
    if not _tables_exist(connection):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        wanted, there = triggers(connection), dict(_installed(connection))
        for name in there.keys() - wanted.keys():
            on_table = f" ON {there[name]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        for name in wanted.keys() - there.keys():
            for statement in wanted[name]:
                cursor.execute(statement)
        correct(using=using)


def check(*, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning for each database whose sums are not kept."""
    return [
        Warning(
            f"The sums of reports in the database “{using}” are not kept.",
            hint="Run `manage.py migrate`.",
            id="reporting.W001",
        )
        for using in databases or ()
        if _tables_exist(connections[using])
        and set(triggers(connections[using])) - dict(_installed(connections[using])).keys()
    ]


def _tables_exist(connection: BaseDatabaseWrapper) -> bool:
    wanted = {table for part in parts(connection) for table in (*part.tables(), part.target._meta.db_table)}
    return wanted <= set(connection.introspection.table_names())


def _installed(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Names of the triggers that there are, each with its table."""
    where = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        ),
    }
    with connection.cursor() as cursor:
        cursor.execute(where[connection.vendor])
        return [(name, table) for name, table in cursor.fetchall() if name.startswith(PREFIX)]
