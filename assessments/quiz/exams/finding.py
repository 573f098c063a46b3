"""What is known of a learner before an attempt at a quiz begins, in one statement."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, FilteredRelation, Q, Subquery, When

from courses.models import Activity
from lms.people.models import Cohort
from lms.progress.models import Attempt

from .allowances import Allowance
from .models import Override, Ticket

FIELDS = tuple(one.name for one in fields(Allowance))
MOST = 50
"""Exceptions of one person that are looked at: their own, and those of so many cohorts."""


@dataclass(frozen=True)
class Known:
    """Exceptions in force, the closest first; when the last attempt ended; the ticket whose code was given and that begins an attempt."""

    given: Sequence[Allowance]
    ended_at: datetime | None
    ticket: int | None


def known(enrolment: Any, entry: Any) -> Known:
    """What holds for the learner of `enrolment` at the quiz `entry`."""
    learner, activity = enrolment.learner_id, UUID(entry.id)
    ended = Attempt.objects.filter(enrolment=enrolment.pk, activity=activity, closed_at__isnull=False).order_by("-number")
    admitted = Ticket.objects.in_force().filter(
        learner=learner, used_at__isnull=False, attempt=None, sitting__activity=activity, sitting__closed_at=None
    )
    cohorts = Cohort.objects.filter(people=learner).values("pk")
    theirs = Case(When(Q(given__learner=learner) | Q(given__cohort__in=cohorts), then=True), default=False)
    # One row at least, whoever has exceptions here: those of others come last, and are passed over.
    rows = (
        Activity.objects.filter(pk=activity)
        .annotate(given=FilteredRelation("quiz_overrides", condition=Q(quiz_overrides__replaced_at=None)), theirs=theirs)
        .order_by("-theirs", F("given__learner").asc(nulls_last=True), "-given__pk")
        .values_list(
            Subquery(ended.values("closed_at")[:1]), Subquery(admitted.values("pk")[:1]), "theirs", *(f"given__{name}" for name in FIELDS)
        )
    )[:MOST]
    found = list(rows)
    if not found:
        return Known((), None, None)
    return Known([Allowance(*values) for _ended, _ticket, own, *values in found if own], found[0][0], found[0][1])


def given_to(learners: Collection[int], activity: UUID) -> dict[int, list[Allowance]]:
    """The exceptions in force at an activity for each of `learners`, the closest first. Two statements however many there are."""
    found: dict[int, list[Allowance]] = {learner: [] for learner in learners}
    cohorts: dict[int, list[int]] = {}
    for cohort, learner in Cohort.objects.filter(people__in=learners).values_list("pk", "people"):
        cohorts.setdefault(cohort, []).append(learner)
    rows = Override.objects.in_force().filter(Q(learner__in=learners) | Q(cohort__in=cohorts), activity=activity)
    for row in rows.order_by(F("learner").asc(nulls_last=True), "-pk"):
        for learner in [row.learner_id] if row.learner_id else cohorts[row.cohort_id]:
            found[learner].append(allowance(row))
    return found


def allowance(row: Override) -> Allowance:
    return Allowance(*(getattr(row, name) for name in FIELDS))
