"""Courses given to cohorts: assign, enrol its people in the background, enrol those who join later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.catalogue import lookup
from courses.models import Course
from lms.people.models import Cohort, CohortMember, User
from lms.plugins import health
from lms.plugins.impact import ALL_CAN, Unable
from lms.work.queueing import queue
from lms.work.running import Clock, Step, Steps, go_through

from .models import Assignment, Enrolment
from .refusals import Refusal, left_out
from .services import CourseClosed, enrol
from .unable import At, unable

BATCH = 200
ROWS = Assignment.objects.filter(course__open=True).select_related("course", "cohort__institution")
LATE = timedelta(minutes=10)
ASSIGNED = "progress.assigned"
"""In the history of a cohort: courses were given to it, or another due date."""


@dataclass(frozen=True)
class Effect:
    """What assigning `course` to a cohort would do: people newly enrolled, under way (who get the due date), and left
    as they are.

    `elsewhere` are people who serve at another institution now, whom the cohort's assignments no longer reach.
    `refused` are those whom a plugin keeps out, with its reason.
    """

    course: Course
    new: int
    under_way: int
    completed: int
    without_institution: int
    elsewhere: int
    refused: Sequence[Refusal] = ()
    unable: Unable = ALL_CAN
    """Of those who are new or under way, who could not complete it where they are."""


def preview_assignment(*, cohort: Cohort, courses: Sequence[Course]) -> list[Effect]:
    """The effect of assigning each of `courses` to `cohort`, in two statements however many people and courses there
    are.

    Where a plugin has a say in who is enrolled, whom it would keep out costs two more.
    """
    columns = ("user__institution__path", "user__institution__plugins", "user__institution__country")
    rows_of = {learner: row for learner, *row in cohort.members.values_list("user_id", *columns)}
    members = {learner: path for learner, (path, _plugins, _country) in rows_of.items()}
    places = {
        learner: At(plugins, country) for learner, (path, plugins, country) in rows_of.items() if path is not None
    }
    placed = {
        learner
        for learner, path in members.items()
        if path is not None and path.startswith(cohort.institution.path or "")
    }
    rows = Enrolment.objects.filter(course__in=courses, learner__in=cohort.members.values("user"))
    finished: dict[UUID, set[int]] = {course.pk: set() for course in courses}
    going: dict[UUID, set[int]] = {course.pk: set() for course in courses}
    for course, learner, completed_at in rows.values_list("course_id", "learner_id", "completed_at"):
        (going if completed_at is None else finished)[course].add(learner)
    refused = left_out([(cohort.pk, course) for course in courses])
    return [
        Effect(
            course=course,
            new=len(placed - going[course.pk] - finished[course.pk]) - len(kept_out),
            under_way=len(placed & going[course.pk]),
            completed=len(placed & finished[course.pk] - going[course.pk]),
            without_institution=sum(path is None for path in members.values()),
            elsewhere=sum(path is not None for path in members.values()) - len(placed),
            refused=kept_out,
            unable=_unable(course, [places[pk] for pk in placed - finished[course.pk] | placed & going[course.pk]]),
        )
        for course, kept_out in zip(courses, refused, strict=True)
    ]


def _unable(course: Course, people: Sequence[At]) -> Unable:
    """Who of `people`, who are where they are, could not complete the release of `course` that is out."""
    if course.release_id is None:
        return ALL_CAN
    grouped: dict[str, tuple[At, int]] = {}
    for at in people:
        key = f"{at.country} {sorted(at.plugins.items())}"
        grouped[key] = (at, grouped[key][1] + 1 if key in grouped else 1)
    return unable(lookup.release(course.release_id).outline, grouped.values())


@transaction.atomic
def assign(
    *, cohort: Cohort, courses: Iterable[Course], due_at: datetime | None, by: User | None, now: datetime
) -> list[Assignment]:
    """Give `courses` to `cohort`; its people are enrolled in the background. Assigning again only brings a new due
    date.

    Who did it stays in the cohort's history; somebody who is in the cohort may do it too, since it says the same for
    all of it. Raises `CourseClosed` where one of the courses is closed, with nothing written.
    """
    assignments = []
    for course in courses:
        if not course.open or course.release_id is None:
            raise CourseClosed(
                _("“%(course)s” is closed. Publish it again, or choose another course.") % {"course": course}
            )
        first = {"assigned_by": by, "assigned_at": now}
        again = {"due_at": due_at, "status": Assignment.Status.PENDING, "reached": 0, "handled": 0, "touched_at": now}
        assignment, _made = Assignment.objects.update_or_create(
            cohort=cohort, course=course, defaults=again, create_defaults={**first, **again}
        )
        assignments.append(assignment)
        _queue(assignment.pk)
    data = {"courses": [str(one.course_id) for one in assignments], "due_at": due_at.isoformat() if due_at else None}
    log(cohort, ASSIGNED, user=by, data=data, timestamp=now)
    return assignments


def run_assignment(pk: int, *, clock: Clock = timezone.now) -> Assignment:
    """Enrol the cohort's people, batch by batch; killed at any point, it goes on where it was.

    Run again when done, or while the course is closed, it does nothing.
    """
    go_through(ROWS.all(), pk, steps(), clock=clock)
    return Assignment.objects.get(pk=pk)


def steps() -> Steps[Assignment]:
    step = Step(items=_places, handle=_enrol_places, finish=_finish, size=BATCH)
    return {Assignment.Status.PENDING: step, Assignment.Status.RUNNING: step}


def _places(assignment: Assignment) -> QuerySet[CohortMember]:
    return CohortMember.objects.filter(cohort=assignment.cohort_id).select_related("user__institution")


def _enrol_places(assignment: Assignment, places: Sequence[CohortMember], now: datetime) -> None:
    if assignment.status == Assignment.Status.PENDING:
        members = CohortMember.objects.filter(cohort=assignment.cohort_id)
        assignment.status, assignment.total = Assignment.Status.RUNNING, members.count()
    _enrol([place.user for place in places], assignment, now=now)


def _finish(assignment: Assignment) -> None:
    assignment.status = Assignment.Status.DONE


def enrol_newcomers(*, cohort: Cohort, people: Sequence[User], now: datetime) -> None:
    """Enrol people who just joined `cohort` in whatever it has been assigned and is open;
    in the transaction in which they join.
    """
    for assignment in Assignment.objects.filter(cohort=cohort, course__open=True).select_related(
        "course", "cohort__institution"
    ):
        _enrol(people, assignment, now=now)


def _enrol(people: Sequence[User], assignment: Assignment, *, now: datetime) -> None:
    """Enrol those who serve where the cohort is, or below;
    who was transferred away is no longer its instructors' to assign to.
    """
    path = assignment.cohort.institution.path or ""
    here = [
        person
        for person in people
        if person.institution is not None and (person.institution.path or "").startswith(path)
    ]
    enrol(people=here, course=assignment.course, now=now, due_at=assignment.due_at, assignment=assignment)


def resume(*, now: datetime) -> int:
    """Queue every unfinished assignment of an open course whose task was lost. Returns how many."""
    lost = list(Assignment.objects.lost(now).filter(course__open=True).values_list("pk", flat=True)[:BATCH])
    for pk in lost:
        _queue(pk)
    return len(lost)


def _queue(pk: int) -> None:
    queue("lms.progress.tasks.run_assignment", pk)


def backlog(now: datetime) -> health.Finding:
    """For the health page, in one statement: assignments of open courses that nobody has
    brought forward for ten minutes.
    """
    return health.backlog(
        late_assignments=Assignment.objects.unfinished().filter(touched_at__lt=now - LATE, course__open=True).count()
    )
