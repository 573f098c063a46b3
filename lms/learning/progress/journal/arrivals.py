"""Events on their way into the journal, and what becomes of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from ..models import Attempt, Enrolment
from .event_store import ANSWERED, EventConflict

T = TypeVar("T")
TRIES = 3
STORED, KNOWN, TOO_LATE = "stored", "known", "late"
"""An event is saved; it was saved before; it is kept, but came after the end of its attempt."""


@dataclass(frozen=True)
class Arrival:
    """An event that is to enter: an answer, or a fact about an attempt."""

    attempt: int
    """The primary key of the attempt."""
    data: Mapping[str, Any]
    event_id: UUID
    verb: str = ANSWERED
    occurred_at: datetime | None = None
    """When it happened; None for the moment in which it arrives."""
    sequence: int | None = None
    """A device's own count."""


class NotTheirs(LookupError):
    """Refusal: the attempt is not among those that are locked."""


class Overtaken(IntegrityError, EventConflict):
    """An event of another attempt took an id meanwhile: nothing may be written before that is known. Where it is not
    tried again, it is an `EventConflict`.
    """


Outcome = str | Exception
"""`STORED`, `KNOWN` or `TOO_LATE`, or the reason why an event is refused."""


def in_one_transaction(work: Callable[[], T]) -> T:
    """Return the result of `work`, done in one transaction. Repeated where it was overtaken, so that `work` then knows
    the event that was first.
    """
    for _try in range(TRIES - 1):
        try:
            with transaction.atomic():
                return work()
        except IntegrityError:
            continue
    with transaction.atomic():
        return work()


def locked(attempts: models.QuerySet[Attempt]) -> dict[int, Attempt]:
    """Return by primary key the attempts with their enrolments, of which each is there once; locked in one order, so
    that two lists do not wait for each other. One statement.
    """
    of = ("self", "enrolment")
    rows = attempts.select_for_update(of=of, no_key=True).select_related("enrolment__learner", "enrolment__institution")
    locked = {attempt.pk: attempt for attempt in rows.order_by("enrolment", "pk")}
    enrolments: dict[int, Enrolment] = {}
    for attempt in locked.values():
        attempt.enrolment = enrolments.setdefault(attempt.enrolment_id, attempt.enrolment)
    return locked
