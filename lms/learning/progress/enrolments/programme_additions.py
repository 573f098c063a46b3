"""Courses that came to a programme after it was given: whoever was given the programme is given them, too."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from courses.models import Course, Programme
from lms.people.directory.models import CohortMember, User

from ..models import Enrolment
from ..models.assignments import Assignment
from ..models.dates import Dates, is_past
from .assignment_services import assign
from .personal_assignments import assign_to_people


def give_added(*, now: datetime) -> int:
    """Give cohorts and people what came to their programmes since, with the dates that those have there; returns how
    often something was given.

    Nothing where the time is over or the cohort closed, and nothing that was withdrawn there; of a group of courses
    nothing where another one of it was given. A statement for each course of a programme, and what giving costs.
    """
    known = Course.objects.filter(open=True, release__isnull=False).in_bulk()
    there = set(map(str, known))
    given = 0
    for programme in Programme.objects.filter(open=True).order_by("slug"):
        for course in [known[UUID(key)] for key in programme.courses if UUID(key) in known]:
            given += sum(_give(row, course, now=now) for row in _without(programme, course.pk, there))
    return given


def count_newcomers(course: UUID, programme: UUID) -> int:
    """Count the people who would be enrolled in `course` if it came to `programme` now; each once. Three statements."""
    now, given = timezone.now(), Programme.objects.filter(pk=programme)
    rows = [row for one in given for row in _without(one, course, one.courses) if _dates_of(row, now=now)]
    members = CohortMember.objects.filter(cohort__in=[row.cohort_id for row in rows if row.cohort_id])
    theirs = Q(pk__in=members.values("user")) | Q(pk__in=[row.person_id for row in rows if row.person_id])
    enrolled = Enrolment.objects.filter(course=course, learner=OuterRef("pk"))
    return User.objects.filter(theirs, ~Exists(enrolled), is_active=True).count()


def _without(programme: Programme, course: UUID, there: Collection[str]) -> Iterable[Assignment]:
    """Return the newest assignment of `programme` to each cohort and person to whom `course`, or another one of its
    group, was never given; of a group only where `course` is the one for their country.
    """
    key = str(course)
    group = next((group for group in programme.choices(there) if key in group), (key,))
    had = Assignment.objects.filter(
        Q(cohort=OuterRef("cohort")) | Q(person=OuterRef("person")), course__in=[*map(UUID, group)]
    )
    open_to = Q(person=None, cohort__closed_at=None) | Q(cohort=None, person__is_active=True)
    rows = Assignment.objects.in_force().filter(~Exists(had), open_to, programme=programme)
    rows = rows.select_related("programme", "cohort__institution", "person__institution")
    newest = {(row.cohort_id, row.person_id): row for row in rows.order_by("assigned_at", "pk")}.values()
    if len(group) == 1:
        return newest
    return [row for row in newest if key in programme.given(there, row.institution.country if row.institution else "")]


def _dates_of(row: Assignment, *, now: datetime) -> Dates | None:
    """Give the dates of somebody who joins now; None where the time is over."""
    dates = row.dates.for_who_joined(now, assigned_at=row.assigned_at, days=row.late_days, zone=row.zone)
    return None if is_past(dates.due_at, now) or is_past(dates.closes_at, now) else dates


@transaction.atomic
def _give(row: Assignment, course: Course, *, now: datetime) -> bool:
    """Give `course` to whom `row` is for; False where its time is over there."""
    dates = _dates_of(row, now=now)
    if dates is None:
        return False
    programmes = {course.pk: row.programme} if row.programme else None
    if row.cohort is not None:
        assign(
            cohort=row.cohort,
            courses=[course],
            by=None,
            now=now,
            dates=dates,
            late_days=row.late_days,
            programmes=programmes,
        )
    elif row.person is not None:
        assign_to_people(
            people=[row.person], courses=[course], dates_of=lambda _one: dates, by=None, now=now, programmes=programmes
        )
    return True
