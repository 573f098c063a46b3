"""Facts about many attempts at once, as when a list is typed in: what one of them refuses keeps no other back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.people.models import User
from lms.plugins.activity import ActivityType, InvalidAnswer, Outcome, Result
from lms.plugins.registry import NotInstalled

from . import dispatch
from .counting import FIGURES, apply, count, tell_closed, tell_completed
from .journal import EventConflict
from .models import Attempt, Enrolment, Event
from .recording import COLUMNS, fact

REFUSALS = (PermissionDenied, InvalidAnswer, NotInstalled, EventConflict)


@dataclass(frozen=True)
class Fact:
    """Something that was seen of one attempt: as `lms.progress.services.record` has it."""

    attempt: int
    """The primary key of the attempt."""
    verb: str
    data: Mapping[str, Any]
    event_id: UUID
    occurred_at: datetime | None = None


@transaction.atomic
def record_many(facts: Sequence[Fact], *, by: User, now: datetime, origin: str = "web") -> list[Exception | None]:
    """Record `facts`, in order. For each in turn why it was refused, or None where it is stored.

    A refusal is `OwnCase`, `InvalidAnswer`, `NotInstalled` or `EventConflict`, with nothing written of that fact; the
    same fact again is stored already. Raises `ValueError` for a verb of the core and `Attempt.DoesNotExist`. Statements
    do not grow with the facts, but for what follows where a course is completed.
    """
    batch = _Batch(facts, now=now, origin=origin)
    refused = [batch.enter(one, by=by) for one in facts]
    batch.save()
    return refused


class _Batch:
    """The attempts of some facts, locked, and what is to be written of them."""

    def __init__(self, facts: Sequence[Fact], *, now: datetime, origin: str) -> None:
        self.now, self.origin = now, origin
        self.attempts = _locked({one.attempt for one in facts})
        self.known = {event.pk: event for event in Event.objects.filter(pk__in={one.event_id for one in facts})}
        self.new: list[Event] = []
        self.counted: dict[int, tuple[ActivityType, Outcome]] = {}
        self.touched: dict[int, bool] = {}
        """By attempt that has a new event, whether it was open before the first of them."""

    def enter(self, one: Fact, *, by: User) -> Exception | None:
        attempt = self.attempts[one.attempt]
        before = {name: getattr(attempt, name) for name in COLUMNS}
        try:
            data, at = fact(one.verb, one.data, now=self.now, by=by, occurred_at=one.occurred_at)
            if self._is_known(one, data):
                return None
            kind = dispatch.type_of(attempt)
            step = dispatch.fold_fact(kind, attempt, one.verb, data, now=self.now)
            position = attempt.events
            if apply(kind, attempt, step, now=self.now, answered=False):
                self.counted[attempt.pk] = (kind, step.outcome)
        except REFUSALS as why:
            for name, value in before.items():
                setattr(attempt, name, value)
            return why
        self.touched.setdefault(attempt.pk, before["closed_at"] is None)
        self._keep(one, attempt, data, position=position, at=at)
        return None

    def _is_known(self, one: Fact, data: Mapping[str, Any]) -> bool:
        """Raises `EventConflict` where the id is another event's, or none that may be sent."""
        event = self.known.get(one.event_id)
        there = (event.attempt_id, event.verb, event.data) if event else None
        if one.event_id.version != 7 or there not in (None, (one.attempt, one.verb, data)):
            raise EventConflict
        return event is not None

    def _keep(self, one: Fact, attempt: Attempt, data: dict[str, Any], *, position: int, at: datetime) -> None:
        event = Event(
            id=one.event_id,
            enrolment_id=attempt.enrolment_id,
            attempt=attempt,
            position=position,
            verb=one.verb,
            data=data,
            occurred_at=at,
            received_at=self.now,
            origin=self.origin,
        )
        self.known[event.pk] = event
        self.new.append(event)

    def save(self) -> None:
        """Write events, attempts and figures, and tell what came of it."""
        Event.objects.bulk_create(self.new)
        touched = [self.attempts[pk] for pk in self.touched]
        Attempt.objects.bulk_update(touched, COLUMNS, batch_size=200)
        for attempt in touched:
            if self.touched[attempt.pk] and attempt.closed_at is not None:
                tell_closed(attempt, now=self.now)
        self._count([self.attempts[pk] for pk in self.counted])

    def _count(self, attempts: Sequence[Attempt]) -> None:
        results, completed = _results(attempts), []
        enrolments: dict[int, Enrolment] = {}
        for attempt in attempts:
            kind, outcome = self.counted[attempt.pk]
            attempt.enrolment = enrolments.setdefault(attempt.enrolment_id, attempt.enrolment)
            of_activity = results[attempt.enrolment_id, attempt.activity_id]
            result = kind.combine(attempt.form, [of_activity[number] for number in sorted(of_activity)])
            key = str(attempt.activity_id)
            if count(attempt.enrolment, key, result, now=self.now, answered=False, lowers=outcome.lowers):
                completed.append(attempt.enrolment)
        Enrolment.objects.bulk_update(enrolments.values(), FIGURES, batch_size=200)
        for enrolment in completed:
            tell_completed(enrolment, now=self.now)


def _locked(keys: Iterable[int]) -> dict[int, Attempt]:
    """The attempts and their enrolments, locked in one order, so that two lists do not wait for each other."""
    of = ("self", "enrolment")
    rows = Attempt.objects.select_for_update(of=of).select_related("enrolment__learner", "enrolment__institution")
    attempts = {attempt.pk: attempt for attempt in rows.filter(pk__in=set(keys)).order_by("enrolment", "pk")}
    if missing := set(keys) - attempts.keys():
        raise Attempt.DoesNotExist(f"There is no attempt {min(missing)}.")
    return attempts


def _results(attempts: Sequence[Attempt]) -> dict[tuple[int, UUID], dict[int, Result]]:
    """By enrolment and activity of `attempts` what each completed attempt came to, by its number; one statement."""
    results: dict[tuple[int, UUID], dict[int, Result]] = {}
    for attempt in attempts:
        own = results.setdefault((attempt.enrolment_id, attempt.activity_id), {})
        own[attempt.number] = Result(attempt.score, attempt.passed)
    others = Attempt.objects.filter(
        enrolment__in={enrolment for enrolment, _activity in results}, completed_at__isnull=False
    )
    columns = ("enrolment_id", "activity_id", "number", "score", "passed")
    for enrolment, activity, number, score, passed in others.values_list(*columns):
        if (enrolment, activity) in results:
            results[enrolment, activity].setdefault(number, Result(score, passed))
    return results
