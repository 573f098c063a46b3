"""Triggers of the database note whose places in cohorts are behind, in the transaction of the change, whoever makes it,
and add and remove places with the members of cohorts. Put in place after every migrate, since a remade table loses
them.
"""

from hashlib import sha256
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.people.models import CohortMember, User
from lms.progress.models import Assignment, Enrolment

from .models import Behind, Place

PREFIX = "teaching_place_"
ROWS = "changed_rows"
"""PostgreSQL: the name of the rows that a statement inserted or deleted."""
BEHIND, PLACE = Behind._meta.db_table, Place._meta.db_table
MEMBER, PERSON = CohortMember._meta.db_table, User._meta.db_table
ENROLMENT, ASSIGNMENT = Enrolment._meta.db_table, Assignment._meta.db_table
COLUMNS = {
    ENROLMENT: (
        "learner_id",
        "course_id",
        "release_id",
        "institution_id",
        "remaining",
        "due_at",
        "completed_at",
    ),
    PERSON: ("institution_id", "name", "service_number"),
    MEMBER: ("cohort_id", "user_id"),
    ASSIGNMENT: ("cohort_id", "course_id", "assigned_at"),
}
"""Whose changes are noted; of people only changes."""
EVENTS = ("INSERT", "UPDATE", "DELETE")
_NOTED = {
    ENROLMENT: ("learner_id", "learner_id"),
    PERSON: ("learner_id", "id"),
    MEMBER: ("learner_id", "user_id"),
    ASSIGNMENT: ("cohort_id", "cohort_id"),
}
"""What is noted of a row of each table: into which column, and from which."""
_NEW_PLACE = "cohort_id, learner_id, shape, enrolled, completed, done, sorted"
_EMPTY = {"postgresql": "''::bytea", "sqlite": "x''"}


def triggers(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """The statements that make each trigger, by its name, which holds a hash of what it does."""
    written = {}
    for table in COLUMNS:
        for event in EVENTS if table != PERSON else ("UPDATE",):
            body = _body(connection.vendor, table, event)
            name = f"{PREFIX}{table}_{event.lower()}_{sha256(body.encode()).hexdigest()[:8]}"
            written[name] = _trigger(connection.vendor, name, table, event, body)
    return written


def _body(vendor: str, table: str, event: str) -> str:
    """A note of what is behind, and the place itself that comes or goes with a member."""
    column, of = _NOTED[table]
    statements = []
    together = vendor == "postgresql" and event != "UPDATE"
    for row, when in (("OLD", ("UPDATE", "DELETE")), ("NEW", ("UPDATE", "INSERT"))):
        if event in when:
            name, source = (ROWS, f" FROM {ROWS}") if together else (row, "")
            if table == MEMBER:
                places = f"SELECT {name}.cohort_id, {name}.user_id"
                statements.append(_added(vendor, places, source) if row == "NEW" else _removed(places + source))
            statements.append(f"INSERT INTO {BEHIND} ({column}) SELECT {name}.{of}{source}")
    return "; ".join(statements)


def _added(vendor: str, places: str, source: str) -> str:
    new = f"{places}, 0, 0, 0, 0, {_EMPTY[vendor]}{source}"
    return f"INSERT INTO {PLACE} ({_NEW_PLACE}) {new} WHERE true ON CONFLICT (cohort_id, learner_id) DO NOTHING"


def _removed(places: str) -> str:
    return f"DELETE FROM {PLACE} WHERE (cohort_id, learner_id) IN ({places})"


def _trigger(vendor: str, name: str, table: str, event: str, body: str) -> list[str]:
    columns = COLUMNS[table]
    different = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    what = f"AFTER {event} ON {table} FOR EACH ROW"
    if event == "UPDATE":
        when = " OR ".join(f"OLD.{column} {different} NEW.{column}" for column in columns)
        what = f"AFTER UPDATE OF {', '.join(columns)} ON {table} FOR EACH ROW WHEN ({when})"
    if vendor != "postgresql":
        return [f"CREATE TRIGGER {name} {what} BEGIN {body}; END"]
    if event != "UPDATE":
        which = "NEW" if event == "INSERT" else "OLD"
        what = f"AFTER {event} ON {table} REFERENCING {which} TABLE AS {ROWS} FOR EACH STATEMENT"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
        f"CREATE TRIGGER {name} {what} EXECUTE FUNCTION {name}()",
    ]


def install(*, using: str, **_kwargs: Any) -> None:
    """Put the triggers in place after every migrate. Where one was missing, what it would have written is made up for:
    all places are worked out anew.
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
        if wanted.keys() - there.keys():
            make_up(using=using)


def make_up(*, using: str = "default") -> None:
    """Have a place for each member of a cohort and no others, and all of them noted as behind."""
    connection = connections[using]
    member = f"SELECT 1 FROM {MEMBER} m WHERE m.cohort_id = {PLACE}.cohort_id AND m.user_id = {PLACE}.learner_id"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {PLACE} WHERE NOT EXISTS ({member})")
        cursor.execute(_added(connection.vendor, "SELECT cohort_id, user_id", f" FROM {MEMBER}"))
        cursor.execute(f"INSERT INTO {BEHIND} (cohort_id) SELECT DISTINCT cohort_id FROM {PLACE}")


def strays(*, using: str = "default") -> int:
    """How many members of cohorts have no place, and places no member."""
    both = f"SELECT COUNT(*) FROM {MEMBER} m JOIN {PLACE} p ON p.cohort_id = m.cohort_id AND p.learner_id = m.user_id"
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT (SELECT COUNT(*) FROM {MEMBER}) + (SELECT COUNT(*) FROM {PLACE}) - 2 * ({both})")
        return int(cursor.fetchone()[0])


def check(*, databases: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """A warning for each database where nobody notes which places are behind."""
    return [
        Warning(
            f"The places in cohorts of the database “{using}” are not kept.",
            hint="Run `manage.py migrate`.",
            id="teaching.W001",
        )
        for using in databases or ()
        if _tables_exist(connections[using])
        and set(triggers(connections[using])) - dict(_installed(connections[using])).keys()
    ]


def _tables_exist(connection: BaseDatabaseWrapper) -> bool:
    return {*COLUMNS, BEHIND, PLACE} <= set(connection.introspection.table_names())


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
