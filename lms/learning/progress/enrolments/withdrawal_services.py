"""Taking back what was assigned, without losing what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from lms.foundation.work.runner import Step
from lms.people.audit.services import note
from lms.people.directory.models import Cohort, CohortMember, User
from lms.people.directory.rules import refuse_own_case

from ..models import Enrolment
from ..models.assignments import Assignment
from ..notices.date_changes import tell_of_withdrawal
from .history import WITHDRAWN, tell_history
from .queueing import queue_up

TAKEN_BACK = "assignment_withdrawn"
"""In the audit log: an assignment was withdrawn."""
BATCH = 200


@dataclass(frozen=True)
class WithdrawalCounts:
    """Number of enrolments that would be taken back, since they hold no work, and that would stay."""

    taken_back: int
    under_way: int
    completed: int


def preview_withdrawal(assignment: Assignment) -> WithdrawalCounts:
    """Return the effect of withdrawing the assignment; three statements."""
    rows = Enrolment.objects.filter(assignment=assignment)
    taken_back, under_way = rows.untouched().count(), rows.under_way().count()
    return WithdrawalCounts(taken_back, under_way - taken_back, rows.exclude(completed_at=None).count())


@transaction.atomic
def withdraw(*, assignment: Assignment, by: User | None, now: datetime) -> Assignment:
    """Withdraw `assignment`: in the background, enrolments in which nothing was done are taken back, and the others
    stay, with their record and without dates; whom another assignment gives the same course has it by that one.

    Who did it stays in the history. Twice, it is withdrawn once. Raises `OwnCase` where it is given to `by` alone.
    """
    held = Assignment.objects.select_for_update(of=("self",), no_key=True).get(pk=assignment.pk)
    if held.person_id is not None:
        refuse_own_case(by, [held.person_id])
    if held.withdrawn_at is not None:
        return held
    held.withdrawn_at, held.touched_at, held.begun_by, held.begun_at = now, now, by, now
    held.status, held.reached, held.handled = Assignment.Status.UNDOING, 0, 0
    held.total = Enrolment.objects.filter(assignment=held).count()
    held.save()
    tell_history(held, WITHDRAWN, by=by, now=now)
    note(TAKEN_BACK, by=by, person=held.person, institution=held.institution, now=now, assignment=held.pk)
    queue_up(held.pk)
    return held


def step() -> Step[Assignment, Enrolment]:
    """Return the step that processes the enrolments of a withdrawn assignment."""
    return Step(items=_given, handle=_undo, finish=_finish, size=BATCH)


def _given(assignment: Assignment) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(assignment=assignment)


def _undo(assignment: Assignment, batch: Sequence[Enrolment], now: datetime) -> None:
    """Take back the enrolments of one batch. Eight statements however many there are, and the cost of deleting and
    telling.
    """
    rows = Enrolment.objects.under_way().filter(pk__in=[row.pk for row in batch], assignment=assignment)
    # some of them are deleted
    held = list(rows.select_for_update(of=("self",), no_key=False).order_by("pk"))
    take_back(held)
    values: dict[str, Any] = {"opens_at": None, "due_at": None, "closes_at": None, "required": False}
    rows.update(**values, extended_to=None)
    tell_of_withdrawal([row for row in held if row.required], assignment.pk, now=now)


def take_back(held: Iterable[Enrolment]) -> int:
    """Delete those of the locked enrolments in which nothing was done; returns how many."""
    rows = Enrolment.objects.filter(pk__in=[row.pk for row in held])
    keys = list(rows.untouched().values_list("pk", flat=True))
    Enrolment.objects.filter(pk__in=keys).delete()
    return len(keys)


def take_back_from(cohort: Cohort, people: Sequence[int]) -> int:
    """Take back what `cohort` gave to `people` (keys) who are in it no more, as far as they did nothing in it; what
    somebody else gives them as well they have by that. Returns how many were taken back.
    """
    rows = Enrolment.objects.under_way().filter(assignment__cohort=cohort, learner__in=people)
    # some of them are deleted
    held = list(rows.select_for_update(of=("self",), no_key=False).order_by("pk"))
    number = take_back(held)
    if number:
        resume_for(people, *{row.course_id for row in held})
    return number


def _finish(assignment: Assignment) -> None:
    """Mark the assignment as done; learners who were also given the course by another assignment now have it by that
    one.
    """
    assignment.status = Assignment.Status.DONE
    people: Any = [assignment.person_id]
    if assignment.cohort_id is not None:
        people = CohortMember.objects.filter(cohort=assignment.cohort_id).values("user")
    resume_for(people, assignment.course_id)


def resume_for(people: Sequence[int], *courses: Any) -> None:
    """Process again the assignments that give one of `courses` to one of `people` (keys, or a query)."""
    cohorts = CohortMember.objects.filter(user__in=people).values("cohort")
    rows = Assignment.objects.in_force().filter(Q(cohort__in=cohorts) | Q(person__in=people), course__in=courses)
    keys = list(rows.values_list("pk", flat=True))
    Assignment.objects.filter(pk__in=keys).update(status=Assignment.Status.PENDING, reached=0, handled=0)
    for pk in keys:
        queue_up(pk)
