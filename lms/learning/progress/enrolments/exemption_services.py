"""Withdrawing a course from some people, whoever else of their cohort keeps it; what was done is kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from courses.models import Course
from lms.people.audit.services import note_many
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import CohortMember, User
from lms.people.directory.rules import refuse_own_case

from ..models import Enrolment
from ..models.assignments import Assignment, Exemption
from ..notices.date_changes import tell_of_withdrawal
from .withdrawal_services import TAKEN_BACK, resume_for, take_back


def enrolments_to_withdraw(by: User, people: Collection[int], course: Course) -> QuerySet[Enrolment]:
    """Return the enrolments under way of `people` (keys) in `course` by assignments that `by` may change, never of
    `by`.
    """
    given = _given(by, people, course)
    return Enrolment.objects.under_way().filter(learner__in=people, course=course, assignment__in=given).not_of(by)


def _given(by: User, people: Collection[int], course: Course) -> QuerySet[Assignment]:
    """Return what gives `course` to one of `people`, to them alone or to a cohort of theirs."""
    places = CohortMember.objects.filter(user__in=people)
    rows = Assignment.objects.visible_to(by, *TEACHING_ROLES).in_force().filter(course=course)
    return rows.filter(Q(person__in=people) | Q(cohort__in=places.values("cohort")))


@transaction.atomic
def withdraw_from(*, people: Sequence[User], course: Course, by: User, now: datetime) -> int:
    """Withdraw `course` from `people`, as far as `by` may change what gives it to them; return how many they are.

    Enrolments in which nothing was done are taken back, others stay, with their record, without dates and without an
    assignment; learners who had to do it are told. Whom another assignment gives the course has it by that one.
    Statements do not grow with people. Raises `OwnCase` where `by` is one of them.
    """
    keys = [person.pk for person in people]
    refuse_own_case(by, keys)
    given = list(_given(by, keys, course).select_for_update(of=("self",), no_key=True).order_by("pk"))
    rows = Enrolment.objects.under_way().filter(learner__in=keys, assignment__in=given)
    # some of them are deleted
    held = list(rows.select_for_update(of=("self",), no_key=False).order_by("pk"))
    if not held:
        return 0
    _let_go(given, [row.learner_id for row in held], by=by, now=now)
    take_back(held)
    left = Enrolment.objects.filter(pk__in=[row.pk for row in held])
    left.update(assignment=None, opens_at=None, due_at=None, closes_at=None, required=False, extended_to=None)
    tell_of_withdrawal([row for row in held if row.required], held[0].assignment_id or 0, now=now)
    of = {row.learner_id for row in held}
    note_many(TAKEN_BACK, [one for one in people if one.pk in of], by=by, now=now, course=str(course.pk))
    resume_for(sorted(of), course.pk)
    return len(of)


def _let_go(given: Sequence[Assignment], people: Sequence[int], *, by: User, now: datetime) -> None:
    """Withdraw what was given to one of `people` alone, and exempt their places from what their cohorts have."""
    own = Assignment.objects.filter(pk__in=[one.pk for one in given], person__in=people)
    own.update(withdrawn_at=now, touched_at=now, begun_by=by, begun_at=now, status=Assignment.Status.DONE)
    by_cohort: dict[Any, Assignment] = {one.cohort_id: one for one in given if one.cohort_id is not None}
    places = CohortMember.objects.filter(user__in=people, cohort__in=by_cohort)
    rows = [Exemption(assignment=by_cohort[one.cohort_id], place=one, made_at=now) for one in places]
    Exemption.objects.bulk_create(rows, ignore_conflicts=True)
