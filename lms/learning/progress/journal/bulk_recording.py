"""Facts about many attempts at once, as when a list is typed in: what one of them refuses keeps no other back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.models import User

from ..access import activity_types
from ..models import Attempt, Event
from .batch import Batch, in_one_transaction, locked
from .event_store import EventConflict
from .recording import fact_data

REFUSALS = (PermissionDenied, InvalidAnswer, NotInstalled, EventConflict)


@dataclass(frozen=True)
class Fact:
    """Fact observed of one attempt, as `lms.learning.progress.journal.services.record` has it."""

    attempt: int
    """The primary key of the attempt."""
    verb: str
    data: Mapping[str, Any]
    event_id: UUID
    occurred_at: datetime | None = None


def record_many(
    facts: Sequence[Fact], *, by: User | None, now: datetime, origin: str = "web"
) -> list[Exception | None]:
    """Record `facts`, in order. For each in turn why it was refused, or None where it is stored.

    A refusal is `OwnCase`, `InvalidAnswer`, `NotInstalled` or `EventConflict`, with nothing written of that fact; the
    same fact again is stored already. Raises `ValueError` for a verb of the core and `Attempt.DoesNotExist`. Statements
    do not grow with the facts, but for what follows where a course is completed.
    """
    return in_one_transaction(lambda: _recorded(facts, by=by, now=now, origin=origin))


def _recorded(facts: Sequence[Fact], *, by: User | None, now: datetime, origin: str) -> list[Exception | None]:
    keys = {one.attempt for one in facts}
    batch = Batch(locked(Attempt.objects.filter(pk__in=keys)), now=now)
    if missing := keys - batch.attempts.keys():
        raise Attempt.DoesNotExist(f"There is no attempt {min(missing)}.")
    batch.look_up(one.event_id for one in facts)
    refused = [_entered(batch, one, by=by, origin=origin) for one in facts]
    batch.save()
    return refused


def _entered(batch: Batch, one: Fact, *, by: User | None, origin: str) -> Exception | None:
    attempt = batch.attempts[one.attempt]
    try:
        data, at = fact_data(one.verb, one.data, now=batch.now, by=by, occurred_at=one.occurred_at)
        if _is_known(batch, one, data):
            return None
        kind = activity_types.type_of(attempt)
        event = Event(id=one.event_id, attempt_id=attempt.pk, verb=one.verb, data=data, occurred_at=at, origin=origin)
        batch.enter(
            event, kind, lambda: activity_types.fold_fact(kind, attempt, one.verb, data, now=batch.now), answered=False
        )
    except REFUSALS as why:
        return why
    return None


def _is_known(batch: Batch, one: Fact, data: Mapping[str, Any]) -> bool:
    """Return whether the event is stored already. Raises `EventConflict` if the id is another event's, or none that may
    be sent.
    """
    event = batch.known.get(one.event_id)
    there = (event.attempt_id, event.verb, event.data) if event else None
    if one.event_id.version != 7 or there not in (None, (one.attempt, one.verb, data)):
        raise EventConflict
    return event is not None
