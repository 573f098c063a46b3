"""Progress of the people of cohorts in the courses that these were given, counted as learners; and the people who are
not enrolled, with the reasons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q

from lms.learning.progress.access.refusals import out_of_reach, refused_learners
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.directory.models import CohortMember, User

STARTED = [Enrolment.Status.STARTED, Enrolment.Status.COMPLETED]
NOBODY = (0, 0, 0)


@dataclass(frozen=True)
class NotEnrolled:
    """Person of the cohort who is not enrolled, with the reason."""

    person: User
    why: Any


@dataclass(frozen=True)
class AssignmentCounts:
    """A course that a cohort was given, and how many of the cohort's `people` are enrolled in it,
    have begun and have completed it.
    """

    assignment: Assignment
    title: Any
    people: int
    enrolled: int
    started: int
    completed: int
    kept_out: list[NotEnrolled]
    is_late: bool
    """Is the due date past, and somebody enrolled who has not completed it?"""

    @property
    def running(self) -> bool:
        return self.assignment.status != Assignment.Status.DONE

    @property
    def is_complete(self) -> bool:
        return 0 < self.enrolled == self.completed

    @property
    def not_yet(self) -> int:
        """The number of people who are not enrolled without a reason to keep them out: their turn comes, or they joined
        while the course was closed.
        """
        return max(self.people - self.enrolled - len(self.kept_out), 0)


def given(rows: Sequence[Assignment], *, language: str, now: datetime) -> list[AssignmentCounts]:
    """Return `rows`, with their courses, counted: five statements at most, one more where some are given to single
    people, and two more where a plugin has a say in who is enrolled.
    """
    to_cohorts = [row for row in rows if row.cohort_id is not None]
    people, counted = _people(to_cohorts), _counted(to_cohorts) | _counted_alone(rows)
    pairs = [(row.cohort_id, row.course) for row in to_cohorts if row.cohort_id is not None]
    refused = dict(zip([row.pk for row in to_cohorts], refused_learners(pairs), strict=True))
    away = out_of_reach({cohort for cohort, _course in pairs})
    listed = []
    for row in rows:
        refusals = refused.get(row.pk, [])
        enrolled, started, completed = counted.get((row.cohort_id or -(row.person_id or 0), row.course_id), NOBODY)
        kept_out = [NotEnrolled(one.person, one.why) for one in refusals]
        unreached = away[row.cohort_id] if row.cohort_id is not None else []
        kept_out += [NotEnrolled(one.person, one.why) for one in unreached if row.course_id not in one.enrolled]
        is_late = row.was_due(now) and completed < enrolled
        members = 1 if row.cohort_id is None else people.get(row.cohort_id, 0)
        numbers = (members, enrolled, started, completed)
        listed.append(AssignmentCounts(row, row.course.title_in(language), *numbers, kept_out, is_late))
    return listed


def totals(rows: Sequence[AssignmentCounts]) -> dict[str, int]:
    """Return the numbers below the columns: enrolments in all of `rows`, not learners, since one learner has several
    courses.
    """
    names = ("enrolled", "started", "completed", "not_yet")
    return {name: sum(getattr(one, name) for one in rows) for name in names} | {
        "kept_out": sum(len(one.kept_out) for one in rows)
    }


def _counted_alone(rows: Sequence[Assignment]) -> dict[tuple[int, object], tuple[int, int, int]]:
    """Return the same of single people, whose keys are negative here."""
    alone = [row for row in rows if row.person_id is not None]
    ways = Enrolment.objects.filter(
        learner__in={row.person_id for row in alone}, course__in={row.course_id for row in alone}
    )
    return {
        (-learner, course): (1, int(status in STARTED), int(status == Enrolment.Status.COMPLETED))
        for learner, course, status in (ways.order_by("pk").values_list("learner", "course", "status") if alone else ())
    }


def _people(rows: Sequence[Assignment]) -> dict[int | None, int]:
    members = CohortMember.objects.filter(cohort__in={row.cohort_id for row in rows})
    return dict(members.order_by().values("cohort").annotate(number=Count("pk")).values_list("cohort", "number"))


def _counted(rows: Sequence[Assignment]) -> dict[tuple[int, object], tuple[int, int, int]]:
    """Return by cohort and course how many are enrolled, have begun, have completed.

    Whoever serves where the cohort is counts with what they did elsewhere before; whoever left counts with what they
    did here.
    """
    serves = Q(user__institution__path__startswith=F("cohort__institution__path"))
    did = Q(user__enrolments__institution__path__startswith=F("cohort__institution__path"))
    places = CohortMember.objects.filter(
        serves | did,
        cohort__in={row.cohort_id for row in rows},
        user__enrolments__course__in={row.course_id for row in rows},
    )
    learners: dict[str, Any] = {
        "enrolled": Count("user", distinct=True),
        "started": Count("user", distinct=True, filter=Q(user__enrolments__status__in=STARTED)),
        "completed": Count("user", distinct=True, filter=Q(user__enrolments__status=Enrolment.Status.COMPLETED)),
    }
    columns = places.order_by().values("cohort", "user__enrolments__course").annotate(**learners)
    return {
        (cohort, course): tuple(numbers)
        for cohort, course, *numbers in columns.values_list("cohort", "user__enrolments__course", *learners)
    }
