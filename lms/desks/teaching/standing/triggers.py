"""Triggers of the database note whose places in cohorts are behind, and add and remove places with the members of
cohorts.
"""

from collections.abc import Iterator

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.foundation.database.triggers import EVENTS, ROWS, Trigger, TriggerSet
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import CohortMember, User

from ..models import Behind, Place

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
    ASSIGNMENT: ("cohort_id", "course_id", "assigned_at", "withdrawn_at"),
}
"""Whose changes are noted; of people only changes."""
_NOTED = {
    ENROLMENT: ("learner_id", "learner_id"),
    PERSON: ("learner_id", "id"),
    MEMBER: ("learner_id", "user_id"),
    ASSIGNMENT: ("cohort_id", "cohort_id"),
}
"""What is noted of a row of each table: into which column, and from which."""
_NEW_PLACE = "cohort_id, learner_id, shape, enrolled, completed, done, sorted"
_ANOTHER_HOUR = {
    vendor: f"{hour.format(row='OLD')} {different} {hour.format(row='NEW')}"
    for vendor, hour, different in (
        ("postgresql", "DATE_TRUNC('hour', COALESCE({row}.seen_at, {row}.enrolled_at))", "IS DISTINCT FROM"),
        ("sqlite", "SUBSTR(COALESCE({row}.seen_at, {row}.enrolled_at), 1, 13)", "IS NOT"),
    )
}
"""Of when somebody was seen a place knows the hour (`places`)."""
_EMPTY = {"postgresql": "''::bytea", "sqlite": "x''"}


def _triggers(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    for table, columns in COLUMNS.items():
        for event in EVENTS if table != PERSON else ("UPDATE",):
            body = _body(connection.vendor, table, event)
            yield Trigger(table, event, body, columns if event == "UPDATE" else ())
    seen = _body(connection.vendor, ENROLMENT, "UPDATE")
    yield Trigger(ENROLMENT, "UPDATE", seen, ("seen_at", "enrolled_at"), when=_ANOTHER_HOUR[connection.vendor])


def _body(vendor: str, table: str, event: str) -> str:
    """Return a note of what is behind, and the place itself that comes or goes with a member."""
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


def make_up(*, using: str = "default") -> None:
    """Give each member of a cohort a place, delete all other places, and note all of them as behind."""
    connection = connections[using]
    member = f"SELECT 1 FROM {MEMBER} m WHERE m.cohort_id = {PLACE}.cohort_id AND m.user_id = {PLACE}.learner_id"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {PLACE} WHERE NOT EXISTS ({member})")
        cursor.execute(_added(connection.vendor, "SELECT cohort_id, user_id", f" FROM {MEMBER}"))
        cursor.execute(f"INSERT INTO {BEHIND} (cohort_id) SELECT DISTINCT cohort_id FROM {PLACE}")


def strays(*, using: str = "default") -> int:
    """Return how many members of cohorts have no place, plus how many places have no member."""
    both = f"SELECT COUNT(*) FROM {MEMBER} m JOIN {PLACE} p ON p.cohort_id = m.cohort_id AND p.learner_id = m.user_id"
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT (SELECT COUNT(*) FROM {MEMBER}) + (SELECT COUNT(*) FROM {PLACE}) - 2 * ({both})")
        return int(cursor.fetchone()[0])


PLACES = TriggerSet(
    prefix="teaching_place_",
    tables=lambda _connection: {*COLUMNS, BEHIND, PLACE},
    written=_triggers,
    make_up=make_up,
    called="places in cohorts",
    check_id="teaching.W001",
)
