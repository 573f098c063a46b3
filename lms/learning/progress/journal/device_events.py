"""Events of many attempts that arrive from a person's device at once: each gets a verdict, and none stops another."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import ActivityType, InvalidAnswer, NotNow
from lms.foundation.plugins.identifiers import own_uuid
from lms.foundation.plugins.runtime import value_checks
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.models import User

from ..access import activity_types
from ..models import Attempt, Event
from .answer_parsing import known_data, within_limit
from .batch import Batch, in_one_transaction, locked
from .event_store import ANSWERED, SERVER, EventConflict, derived_event_id, is_same
from .late_facts import LATE as CAME_LATE
from .late_facts import VERBS, says_more
from .recording import TERMINATED, AttemptClosed, TooLate, fact_data, step_of

log = logging.getLogger(__name__)

MOST = 5000
"""So many events are taken at once."""
HIGHEST = 2**31 - 1
"""Of a device's own count."""


@dataclass(frozen=True)
class Arrival:
    """An event as a device sends it: an answer, or a fact that learners add to their own attempts."""

    attempt: int
    """The primary key of the attempt."""
    data: dict[str, Any]
    event_id: UUID
    verb: str = ANSWERED
    occurred_at: datetime | None = None
    """By the clock of the device; an hour that has not come, or has no time zone, is the hour of arrival."""
    sequence: int | None = None
    """The device's own count."""


STORED, KNOWN, LATE, REFUSED, CONFLICT, FOREIGN, LATER = (
    "stored",
    "known",
    "late",
    "refused",
    "conflict",
    "foreign",
    "later",
)
"""It is saved; it was saved before; it is kept, but came after the end; it is no answer, and never will be; its id is
taken by something else, or is none that may be sent; the attempt is not this person's; it may be taken later.
"""
FINAL = frozenset({STORED, KNOWN, LATE, REFUSED, CONFLICT})


@dataclass(frozen=True)
class Verdict:
    """Outcome of an event, and if it is not saved the reason, in a sentence for the person."""

    word: str
    reason: str = ""

    @property
    def is_final(self) -> bool:
        """True if sending it again would change nothing. Only then may a device forget it."""
        return self.word in FINAL


def receive(
    arrivals: Sequence[Arrival], *, by: User, now: datetime, device: str = "", origin: str = "web"
) -> list[Verdict]:
    """Store and fold what a device of the learner `by` sends, in order; for each event in turn its verdict.

    Each is taken as `lms.learning.progress.journal.services.answer` and `record` take it: answers after the end of
    their attempt are kept as `lms.learning.progress.journal.late_answers` does, and an attempt whose time is over is
    ended first. The same events again are known, also where they come twice at once. Statements do not grow with the
    events of an attempt, nor with the attempts, but for what follows where a course is completed, and that SQLite takes
    ninety events at once: 5,000 are six statements on PostgreSQL and 61 there. Raises `ValueError` for more than
    `MOST`.
    """
    if len(arrivals) > MOST:
        raise ValueError(f"{len(arrivals)} events at once are too many: send {MOST} at most.")
    device = device.replace("\x00", "")[:64]
    return in_one_transaction(lambda: _Arriving(arrivals, by=by, now=now, device=device, origin=origin).verdicts())


@dataclass(frozen=True)
class _Ready:
    """An event of the learner's own attempt, with the data that the journal keeps."""

    arrival: Arrival
    attempt: Attempt
    kind: ActivityType
    data: dict[str, Any]


class _Arriving:
    def __init__(self, arrivals: Sequence[Arrival], *, by: User, now: datetime, device: str, origin: str) -> None:
        self.by, self.now, self.device, self.origin = by, now, device, origin
        own = Attempt.objects.filter(pk__in={one.attempt for one in arrivals}, enrolment__learner=by)
        self.batch = Batch(locked(own), now=now)
        self.kinds: dict[int, ActivityType] = {}
        self.ready = [self._prepared(one) for one in arrivals]
        self.batch.look_up(_ids(self.ready))
        self.late = self._late()

    def verdicts(self) -> list[Verdict]:
        verdicts = [one if isinstance(one, Verdict) else self._entered(one) for one in self.ready]
        self.batch.save()
        return verdicts

    def _prepared(self, one: Arrival) -> _Ready | Verdict:
        attempt = self.batch.attempts.get(one.attempt)
        if attempt is None:
            return Verdict(FOREIGN, _("This belongs to another person, or is not here any more."))
        try:
            if one.event_id.version != 7:
                raise EventConflict
            kind = self.kinds.get(attempt.pk)
            if kind is None:
                kind = self.kinds[attempt.pk] = activity_types.type_of(attempt)
            return _Ready(one, attempt, kind, _data(one, attempt, kind, self.by, now=self.now))
        except Exception as error:  # whatever it is, the others are taken
            return _verdict(error, one)

    def _late(self) -> defaultdict[int, list[Event]]:
        """Return by attempt the answers after its end and the decisions on them; no statement if there are none."""
        late: defaultdict[int, list[Event]] = defaultdict(list)
        keys = [attempt.pk for attempt in self.batch.attempts.values() if attempt.late]
        events = Event.objects.filter(attempt__in=keys, verb__in=VERBS).order_by("attempt", "position")
        for event in events if keys else ():
            late[event.attempt_id].append(event)
        return late

    def _entered(self, one: _Ready) -> Verdict:
        try:
            return self._taken(one)
        except Exception as error:  # whatever it is, the others are taken
            return _verdict(error, one.arrival)

    def _taken(self, one: _Ready) -> Verdict:
        event = self.batch.known.get(one.arrival.event_id)
        if event is None:
            return self._new(one, one.arrival.event_id)
        answers = (ANSWERED, CAME_LATE)
        both_answer = one.arrival.verb == ANSWERED and event.verb in answers
        if event.attempt_id != one.attempt.pk or not (both_answer or event.verb == one.arrival.verb):
            raise EventConflict
        if is_same(event.data, one.data):
            return _again(event)
        if not both_answer:
            raise EventConflict
        other = derived_event_id(one.arrival.event_id, one.data)
        event = self.batch.known.get(other)
        return self._new(one, other) if event is None else _again(event)

    def _new(self, one: _Ready, id: UUID) -> Verdict:
        """Fold what nobody has seen. An answer that finds the attempt over is kept beside it."""
        try:
            self._fold(one, one.arrival.verb, id)
            return Verdict(STORED)
        except AttemptClosed:
            pass
        except TooLate:
            self._end(one)
        if says_more(one.kind, one.attempt, self.late[one.attempt.pk], one.data, now=self.now):
            self.late[one.attempt.pk].append(self._fold(one, CAME_LATE, id))
            reason = _(
                "This came after the end of the attempt. It is kept, and counts only if somebody who teaches you "
                "admits it."
            )
            return Verdict(LATE, reason)
        return Verdict(STORED)

    def _end(self, one: _Ready) -> None:
        """Submit the attempt as it is saved: its deadline and its grace are over."""
        own = Arrival(one.attempt.pk, {}, own_uuid(), TERMINATED, one.attempt.deadline_at)
        self._fold(replace(one, arrival=own, data={}), TERMINATED, own.event_id, origin=SERVER)

    def _fold(self, one: _Ready, verb: str, id: UUID, *, origin: str = "") -> Event:
        at, sequence = one.arrival.occurred_at or self.now, one.arrival.sequence
        event = Event(
            id=id,
            attempt_id=one.attempt.pk,
            verb=verb,
            data=one.data,
            occurred_at=at if at.tzinfo and at <= self.now else self.now,
            origin=origin or self.origin,
            device="" if origin else self.device,
            sequence=sequence if sequence is not None and 0 <= sequence <= HIGHEST else None,
        )
        now = self.now
        self.batch.enter(
            event, one.kind, lambda: step_of(one.kind, one.attempt, verb, one.data, now=now), answered=verb == ANSWERED
        )
        return event


def _data(one: Arrival, attempt: Attempt, kind: ActivityType, by: User, *, now: datetime) -> dict[str, Any]:
    """Return the data of `one` as the journal keeps and later reads them. Raises `InvalidAnswer` for data that it
    cannot keep.
    """
    try:
        data = value_checks.json_object(
            json.loads(json.dumps(value_checks.instance_of(dict)(one.data), allow_nan=False))
        )
        data = known_data(kind, attempt.form, data) if one.verb == ANSWERED else within_limit(data)
        return data if one.verb == ANSWERED else fact_data(one.verb, data, now=now, by=by, occurred_at=None)[0]
    except InvalidAnswer:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidAnswer(_("This cannot be read as an answer.")) from error


def _ids(ready: Sequence[_Ready | Verdict]) -> Iterator[UUID]:
    """Yield the ids under which the events may be known."""
    for one in ready:
        if isinstance(one, _Ready):
            yield one.arrival.event_id
            yield derived_event_id(one.arrival.event_id, one.data)


def _again(event: Event) -> Verdict:
    return Verdict(LATE if event.verb == CAME_LATE else KNOWN)


def _verdict(error: Exception, one: Arrival) -> Verdict:
    """Return the verdict on an event that was not taken. Raises `error` if the database cannot write any more."""
    if isinstance(error, EventConflict):
        return Verdict(CONFLICT, _("Something else was saved under the same number. Answer again."))
    if isinstance(error, InvalidAnswer | PermissionDenied):
        return Verdict(REFUSED, str(error))
    if isinstance(error, NotNow):
        return Verdict(LATER, str(error))
    if isinstance(error, DatabaseError):
        raise error
    if not isinstance(error, NotInstalled):
        log.exception("event %s of attempt %s cannot be folded", one.event_id, one.attempt, exc_info=error)
    return Verdict(LATER, _("This cannot be taken now. It is to be sent again later."))
