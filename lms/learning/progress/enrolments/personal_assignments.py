"""Courses given to single people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Course, Programme
from lms.people.audit.services import note_many
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..models.assignments import Assignment
from ..models.dates import Dates
from .assignment_services import columns, refuse_closed
from .enrolment_services import enrol

GIVEN = "course_assigned"
"""In the audit log: somebody was given courses."""
MOST = 200
"""So many people are given something at once; more are a cohort."""


class TooMany(ValueError):
    """More people than are given something at once. Nothing was written."""


@transaction.atomic
def assign_to_people(
    *,
    people: Sequence[User],
    courses: Sequence[Course],
    dates_of: Callable[[User], Dates],
    by: User | None,
    now: datetime,
    programmes: Mapping[UUID, Programme] | None = None,
) -> list[Assignment]:
    """Give each of `courses` to each of `people`, with their institutions, with the dates that `dates_of` says for
    them, and enrol them. Given again, it only brings other dates. Statements grow with the courses alone.

    Raises `OwnCase` where `by` is one of them, `TooMany`, and `CourseClosed`, with nothing written.
    """
    if len(people) > MOST:
        raise TooMany(
            _("The list has %(number)s people. Choose at most %(most)s at once, or make a cohort of them.")
            % {"number": len(people), "most": MOST}
        )
    refuse_own_case(by, [person.pk for person in people])
    for course in courses:
        refuse_closed(course)
    given = []
    for course in courses:
        programme = (programmes or {}).get(course.pk)
        rows = [_row(person, course, programme, dates_of(person), by, now=now) for person in people]
        each = _written(rows)
        enrol(people=people, course=course, now=now, each=each)
        note_many(GIVEN, people, by=by, now=now, course=str(course.pk))
        given += list(each.values())
    return given


def _row(
    person: User, course: Course, programme: Programme | None, dates: Dates, by: User | None, *, now: datetime
) -> Assignment:
    about: dict[str, Any] = {
        **columns(dates, None, now=now),
        "status": Assignment.Status.DONE,
        "total": 1,
        "handled": 1,
    }
    return Assignment(person=person, course=course, programme=programme, assigned_by=by, assigned_at=now, **about)


def _written(rows: Sequence[Assignment]) -> dict[int, Assignment]:
    """Write `rows`, all of one course, in place of those that there are; by person, as they stand. Two statements."""
    if not rows:
        return {}
    brought = ["programme", "opens_at", "due_at", "closes_at", "required", "late_days", "status", "touched_at"]
    Assignment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "course"],
        update_fields=[*brought, "withdrawn_at", "assigned_by", "assigned_at"],
    )
    people = {row.person_id: row.person for row in rows}
    found = Assignment.objects.filter(course=rows[0].course_id, person__in=people)
    return {row.person_id: row for row in found if row.person_id is not None}
