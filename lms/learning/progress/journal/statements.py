"""The rows that an answer reads and writes, as statements that are written once. No signal is sent for them."""

from typing import Any

from django.db.models import BigIntegerField, Case, DateTimeField, F, UUIDField, Value, When
from django.db.models.functions import Coalesce

from lms.foundation.database.statements import Insert, Parameter, Save, Statement, Update

from ..completion.figures import COLUMNS, WRITTEN
from ..completion.programmes import ExclusiveLock, lock_number
from ..models import Attempt, Enrolment

_PK, _NOW = Parameter("pk", BigIntegerField()), Parameter("now", DateTimeField())
_STARTED, _COMPLETED = Value(Enrolment.Status.STARTED), Value(Enrolment.Status.COMPLETED)

ENROLMENT = Statement(lambda: Enrolment.objects.select_for_update(no_key=True).filter(pk=_PK), prepared=True)
ATTEMPT = Statement(
    lambda: (
        Attempt.objects.select_for_update(of=("self", "enrolment"), no_key=True)
        .select_related("enrolment")
        .filter(pk=_PK)
    ),
    prepared=True,
)
"""It is locked with its enrolment."""
ATTEMPTS = Statement(
    lambda: Attempt.objects.filter(
        enrolment=Parameter("enrolment", BigIntegerField()), activity=Parameter("activity", UUIDField())
    ).order_by("number"),
    prepared=True,
)
"""All those at one activity, in order."""

SET_OUT = Update(
    lambda: Enrolment.objects.filter(pk=_PK),
    started_at=Coalesce("started_at", _NOW),
    seen_at=_NOW,
    changed_at=_NOW,
    status=Case(When(completed_at=None, then=_STARTED), default=_COMPLETED),
)
"""Its learner is under way now."""
HOLD = Update(lambda: Enrolment.objects.filter(pk=_PK), status=F("status"))
"""What is written is what is there: the row is locked."""

NEW_ATTEMPT = Insert(Attempt)
FOLDED = Save(Attempt, COLUMNS)
OVERRIDDEN = Save(Enrolment, [*WRITTEN, "overrides"])
ANSWERED = Save(Enrolment, ["started_at", *WRITTEN])
"""Begun, or counted."""
_FINISHED = Save(Enrolment, ["started_at", *WRITTEN], ExclusiveLock(Parameter("number", BigIntegerField())))


_RELATIONS: tuple[Any, ...] = (Enrolment.learner, Enrolment.course, Enrolment.institution)
"""Relations that the caller has already, with the enrolment at hand."""


def lock(attempt: Attempt) -> Attempt:
    """Lock the attempt and its enrolment together and return them as they stand, with the learner, course and
    institution that the caller has.
    """
    rows = ATTEMPT.rows(pk=attempt.pk)
    if not rows:
        raise Attempt.DoesNotExist(f"There is no attempt {attempt.pk}.")
    [locked] = rows
    for relation in _RELATIONS if Attempt.enrolment.is_cached(attempt) else ():
        if relation.is_cached(attempt.enrolment):
            setattr(locked.enrolment, relation.field.name, getattr(attempt.enrolment, relation.field.name))
    return locked


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """Lock the enrolment and return it as it stands, so that attempts at it begin one after another."""
    locked = ENROLMENT.first(pk=enrolment.pk)
    if locked is None:
        raise Enrolment.DoesNotExist(f"There is no enrolment {enrolment.pk}.")
    for relation in _RELATIONS:
        if relation.is_cached(enrolment):
            setattr(locked, relation.field.name, getattr(enrolment, relation.field.name))
    return locked


def save_completed(enrolment: Enrolment) -> None:
    """Save the columns of `ANSWERED` when the last activity completes the course: until the transaction ends no other
    one completes a course of the learner's.
    """
    _FINISHED.save(enrolment, number=lock_number(enrolment.learner_id))
