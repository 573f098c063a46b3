"""Exceptions of a learner before an attempt at a quiz begins, and the ticket that lets them in."""

from collections.abc import Collection
from dataclasses import fields
from uuid import UUID

from django.db.models import BigIntegerField, F, Q, QuerySet, UUIDField

from lms.foundation.database.statements import Parameter, Statement
from lms.people.directory.models import Cohort

from .allowances import Allowance
from .models import Override, Ticket

FIELDS = tuple(one.name for one in fields(Allowance))
MOST = 50
"""Exceptions of one person that are looked at: their own, and those of so many cohorts."""


def _given() -> QuerySet[Override]:
    """Return the exceptions in force for the learner. A cohort's exception does not hold for the person who gave it."""
    learner = Parameter("learner", BigIntegerField())
    theirs = Q(learner=learner) | Q(cohort__in=Cohort.objects.filter(people=learner).values("pk"))
    rows = Override.objects.in_force().filter(theirs, activity=Parameter("activity", UUIDField())).exclude(by=learner)
    return rows.order_by(F("learner").asc(nulls_last=True), "-pk").only(*FIELDS)[:MOST]


_GIVEN = Statement(_given, prepared=True)


def given(learner: int, activity: UUID) -> list[Allowance]:
    """Return the exceptions in force for this learner at an activity, the closest first."""
    return [allowance(row) for row in _GIVEN.rows(learner=learner, activity=activity)]


def admitted(learner: int, activity: UUID) -> int | None:
    """Return the ticket whose code the learner has given in a sitting that is open, and that has begun no attempt
    yet.
    """
    tickets = Ticket.objects.in_force().filter(learner=learner, used_at__isnull=False, attempt=None)
    return tickets.filter(sitting__activity=activity, sitting__closed_at=None).values_list("pk", flat=True).first()


def given_to(learners: Collection[int], activity: UUID) -> dict[int, list[Allowance]]:
    """Return the exceptions in force at an activity for each of `learners`, the closest first.

    Two statements however many there are.
    """
    by_learner: dict[int, list[Allowance]] = {learner: [] for learner in learners}
    cohorts: dict[int, list[int]] = {}
    for cohort, learner in Cohort.objects.filter(people__in=learners).values_list("pk", "people"):
        cohorts.setdefault(cohort, []).append(learner)
    rows = Override.objects.in_force().filter(Q(learner__in=learners) | Q(cohort__in=cohorts), activity=activity)
    for row in rows.order_by(F("learner").asc(nulls_last=True), "-pk"):
        for learner in [row.learner_id] if row.learner_id else cohorts.get(row.cohort_id or 0, ()):
            if learner != row.by_id:
                by_learner[learner].append(allowance(row))
    return by_learner


def allowance(row: Override) -> Allowance:
    return Allowance(*(getattr(row, name) for name in FIELDS))
