"""Courses given to cohorts and people: assign, enrol them in the background, enrol those who join later."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.models import Course, Programme
from lms.foundation.plugins import health
from lms.foundation.work.runner import Clock, Step, Steps, go_through
from lms.people.directory.models import Cohort, CohortMember, User

from ..models.assignments import Assignment
from ..models.dates import Dates
from .enrolment_services import CourseClosed, enrol
from .history import ASSIGNED, about
from .queueing import queue_up
from .withdrawal_services import step as withdrawal_step

BATCH = 200
MAY_GO_ON = Q(course__open=True) | Q(status=Assignment.Status.UNDOING)
ROWS = Assignment.objects.filter(MAY_GO_ON).select_related("course", "cohort__institution", "person__institution")
LATE = timedelta(minutes=10)


@transaction.atomic
def assign(
    *,
    cohort: Cohort,
    courses: Iterable[Course],
    by: User | None,
    now: datetime,
    due_at: datetime | None = None,
    dates: Dates | None = None,
    late_days: int | None = None,
    programmes: Mapping[UUID, Programme] | None = None,
) -> list[Assignment]:
    """Give `courses` to `cohort` with `dates`, or just due at `due_at`; its people are enrolled in the background.

    Assigning again only brings other dates. `programmes` says of a course, by its key, as part of which it is given.
    Who did it stays in the cohort's history; somebody who is in the cohort may do it too, since it says the same for
    all of it. Raises `CourseClosed` where one of the courses is closed, with nothing written.
    """
    courses, dates = list(courses), dates or Dates(due_at=due_at)
    for course in courses:
        refuse_closed(course)
    again = {**columns(dates, late_days, now=now), "begun_by": by, "begun_at": now}
    first = {"assigned_by": by, "assigned_at": now}
    assignments = []
    for course in courses:
        more = {**again, "programme": (programmes or {}).get(course.pk)}
        assignment, made = Assignment.objects.update_or_create(
            cohort=cohort, course=course, defaults=more, create_defaults={**first, **more}
        )
        if not made and assignment.withdrawn_at is not None:
            Assignment.objects.filter(pk=assignment.pk).update(withdrawn_at=None, **first)
            assignment.exemptions.all().delete()
        assignments.append(assignment)
        queue_up(assignment.pk)
    if assignments:
        log(cohort, ASSIGNED, user=by, data=about(assignments), timestamp=now)
    return assignments


def refuse_closed(course: Course) -> None:
    """Raise `CourseClosed` where nobody can be given it."""
    if not course.open or course.release_id is None:
        raise CourseClosed(
            _("“%(course)s” is closed. Publish it again, or choose another course.") % {"course": course}
        )


def columns(dates: Dates, late_days: int | None, *, now: datetime) -> dict[str, Any]:
    """Return the columns of an assignment with these dates, reset so that it is processed from its beginning."""
    own = {"opens_at": dates.opens_at, "due_at": dates.due_at, "closes_at": dates.closes_at, "late_days": late_days}
    begun_anew = {"status": Assignment.Status.PENDING, "reached": 0, "handled": 0, "touched_at": now}
    return {**own, "required": dates.required, **begun_anew}


def run_assignment(pk: int, *, clock: Clock = timezone.now) -> Assignment:
    """Enrol the people of a cohort, batch by batch; killed at any point, it goes on where it was.

    Run again when done, or while the course is closed, it does nothing.
    """
    go_through(ROWS.all(), pk, steps(), clock=clock)
    return Assignment.objects.get(pk=pk)


def steps() -> Steps[Assignment]:
    step: Step[Assignment, Any] = Step(items=_people, handle=_enrol_batch, finish=_finish, size=BATCH)
    return {
        Assignment.Status.PENDING: step,
        Assignment.Status.RUNNING: step,
        Assignment.Status.UNDOING: withdrawal_step(),
    }


def _people(assignment: Assignment) -> QuerySet[Any]:
    """Return the places in its cohort from which it was not withdrawn, or the one person."""
    if assignment.cohort is None:
        return User.objects.filter(pk=assignment.person_id).select_related("institution")
    places = CohortMember.objects.filter(cohort=assignment.cohort_id).select_related("user__institution")
    return places.exclude(pk__in=assignment.exemptions.values("place"))


def _enrol_batch(assignment: Assignment, batch: Sequence[Any], now: datetime) -> None:
    if assignment.status == Assignment.Status.PENDING:
        assignment.status, assignment.total = Assignment.Status.RUNNING, _people(assignment).count()
    if assignment.cohort is None:
        return _enrol(batch, assignment, {}, now=now)
    people, joined = [place.user for place in batch], {place.user_id: place.joined_at for place in batch}
    return _enrol(people, assignment, joined, now=now)


def _finish(assignment: Assignment) -> None:
    assignment.status = Assignment.Status.DONE


def enrol_newcomers(*, cohort: Cohort, people: Sequence[User], now: datetime) -> None:
    """Enrol people who just joined `cohort` in whatever it has been assigned and is open;
    in the transaction in which they join.
    """
    joined = dict.fromkeys([person.pk for person in people], now)
    rows = Assignment.objects.in_force().filter(cohort=cohort, course__open=True)
    for assignment in rows.select_related("course", "cohort__institution"):
        _enrol(people, assignment, joined, now=now)


def _enrol(people: Sequence[User], assignment: Assignment, joined: Mapping[int, datetime], *, now: datetime) -> None:
    """Enrol those who serve where the cohort is, or below;
    who was transferred away is no longer its instructors' to assign to.
    """
    path = (assignment.institution.path if assignment.institution else None) or ""
    here = [
        person
        for person in people
        if person.institution is not None and (person.institution.path or "").startswith(path)
    ]
    enrol(people=here, course=assignment.course, now=now, assignment=assignment, joined=joined)


def resume(*, now: datetime) -> int:
    """Queue every unfinished assignment of an open course whose task was lost. Returns how many."""
    lost = list(Assignment.objects.lost(now).filter(MAY_GO_ON).values_list("pk", flat=True)[:BATCH])
    for pk in lost:
        queue_up(pk)
    return len(lost)


def backlog(now: datetime) -> health.Finding:
    """Count for the health page, in one statement, the assignments of open courses that were not brought forward for
    ten minutes.
    """
    late = Assignment.objects.unfinished().filter(MAY_GO_ON, touched_at__lt=now - LATE)
    found = late.aggregate(late_assignments=Count("pk"), since=Min("touched_at"))
    return health.backlog(oldest_minutes=health.age(now, found.pop("since")), **found)
