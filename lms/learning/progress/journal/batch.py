"""The one way by which events enter the journal: several together, or, as a rule, one.

Attempts are locked, events folded in order, in memory, and all is written at once: one statement for the events, one
for the attempts, one for the enrolments. An event whose id is known is not folded again.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import Error as DatabaseError

from lms.foundation.plugins.activity import ActivityType, Result
from lms.foundation.plugins.identifiers import own_uuid

from ..access import activity_types
from ..completion.figures import BY_HAND, COLUMNS, apply, tell_begun, tell_closed
from ..models import Attempt, Event
from . import statements
from .answer_parsing import within_limit
from .arrivals import KNOWN, STORED, TOO_LATE, Arrival, NotTheirs, Outcome, Overtaken
from .event_store import ANSWERED, SERVER, EventConflict, append, derived_event_id, is_same
from .late_facts import LATE, VERBS, says_more
from .rules import INITIALIZED, TERMINATED, AttemptClosed, TooLate, step_of
from .saving import Counted, results_beside, save_attempts, save_enrolments

T = TypeVar("T")
ANSWERS = (ANSWERED, LATE)

log = logging.getLogger(__name__)


class Batch:
    """Attempts that are locked, and the events that enter them.

    `keeps_late`: an answer that came after the end of its attempt is kept beside it, and an attempt whose time is over
    is ended first.
    """

    def __init__(
        self,
        attempts: Mapping[int, Attempt],
        *,
        now: datetime,
        origin: str = "web",
        device: str = "",
        keeps_late: bool = False,
    ) -> None:
        self.attempts, self.now, self.origin = attempts, now, origin
        self.device, self.keeps_late = device, keeps_late
        self.kinds: dict[int, ActivityType] = {}
        self._begun: list[Attempt] = []
        self._known: dict[UUID, Event] | None = None
        self._forget()

    def _forget(self) -> None:
        self._new: list[Event] = []
        self._before: dict[int, dict[str, Any]] = {}
        self._counted: list[Counted] = []
        self._late: defaultdict[int, list[Event]] | None = None
        self._doubtful = False

    def begin(self, attempt: Attempt, data: Mapping[str, Any], event_id: UUID) -> None:
        """Let a new `attempt` begin here, with the `data` of its start. Raises `EventConflict` for an id that may not
        be sent.
        """
        if event_id.version != 7:
            raise EventConflict
        self._begun.append(attempt)
        self._new.append(self._event(event_id, attempt, INITIALIZED, data, self.now, position=0))

    def enter(self, arrivals: Sequence[Arrival | Exception]) -> list[Outcome]:
        """Fold and write events, in order; for each what became of it. An exception stands for an event that was
        refused before.

        A single event is folded as if it were new: only where it is refused, or its id turns out to be taken, is it
        looked up. Raises `Overtaken`, and with `begin` what the event of the new attempt raises.
        """
        arrivals = [self._tried(self._read, one) for one in arrivals]
        if len(arrivals) > 1:
            self._look_up(arrivals)
        outcomes = self._take(arrivals)
        if self._doubtful and self._known is None:
            self._look_up(arrivals)
            outcomes = self._take(arrivals) if self._known else outcomes
        if not self.save():
            self._look_up(arrivals)
            outcomes = self._take(arrivals)
            self.save()
        return outcomes

    def save(self) -> bool:
        """Write events, attempts and figures, and tell what came of it; False, with nothing written, where the id of a
        single event is taken by one that was not looked up.
        """
        if not self._append():
            return False
        touched = [(self.attempts[key], before["closed_at"] is None) for key, before in self._before.items()]
        first = {one.pk for one, was_open in touched if was_open and one.number == 1}
        results = results_beside(self._counted, first) if self._counted else {}
        save_attempts([attempt for attempt, _was_open in touched if attempt not in self._begun])
        for attempt in self._begun:
            tell_begun(attempt, now=self.now)
        for attempt, was_open in touched:
            if was_open and attempt.closed_at is not None:
                tell_closed(attempt, now=self.now)
        answered = [event.attempt for event in self._new if event.verb == ANSWERED]
        set_out = [one.enrolment for one in answered if one.enrolment.started_at is None or one in self._begun]
        if set_out or self._counted:
            save_enrolments(set_out, self._counted, results, now=self.now)
        return True

    def _append(self) -> bool:
        """Write the attempts that begin here, and all events; False where the id of a single event is taken."""
        if len(self._begun) == 1:
            statements.NEW_ATTEMPT.insert(self._begun[0])
        elif self._begun:
            Attempt.objects.bulk_create(self._begun)
        for event in self._new if self._begun else ():
            event.attempt = event.attempt  # it has a key by now
        if append(self._new):
            return True
        if self._begun:
            raise EventConflict
        if self._known is not None:
            raise Overtaken
        return False

    def _look_up(self, arrivals: Sequence[Arrival | Exception]) -> None:
        """Get to know the events that have these ids, in one statement, and where answers came again with other data
        those that have the ids derived from them, in one more.
        """
        sent = [one for one in arrivals if isinstance(one, Arrival)]
        known = _by_id({one.event_id for one in sent})
        answers = [one for one in sent if one.verb == ANSWERED and one.event_id in known]
        others = [one for one in answers if not is_same(known[one.event_id].data, one.data)]
        self._known = known | _by_id({derived_event_id(one.event_id, one.data) for one in others})

    def _take(self, arrivals: Sequence[Arrival | Exception]) -> list[Outcome]:
        """Fold the events, in memory, as if none of them had been folded before."""
        for key, before in self._before.items():
            _put_back(self.attempts[key], before)
        if not self._begun:
            self._forget()
        return [self._tried(self._taken, one) for one in arrivals]

    def _tried(self, work: Callable[[Arrival], T], one: Arrival | Exception) -> T | Exception:
        """Return what `work` makes of an event, or why the event is refused."""
        if isinstance(one, Exception):
            return one
        try:
            return work(one)
        except DatabaseError:
            raise
        except Exception as error:  # whatever it is, the others are taken
            if self._begun:
                raise
            self._doubtful = True
            return error

    def _read(self, one: Arrival) -> Arrival:
        """Return the event with the data that its activity type takes."""
        attempt = self.attempts.get(one.attempt)
        if attempt is None:
            raise NotTheirs
        if one.event_id.version != 7 and self.origin != SERVER:
            raise EventConflict
        kind = self.kinds.get(one.attempt)
        if kind is None:
            kind = self.kinds[one.attempt] = activity_types.type_of(attempt)
        if one.verb != ANSWERED:
            return one
        return replace(one, data=within_limit(dict(kind.taken(attempt.form, one.data))))

    def _taken(self, one: Arrival) -> str:
        found = self._found(one) if self._known else one.event_id
        if isinstance(found, Event):
            return TOO_LATE if found.verb == LATE else KNOWN
        return self._fold_in_time(one, self.attempts[one.attempt], self.kinds[one.attempt], found)

    def _found(self, one: Arrival) -> Event | UUID:
        """Return the event if it is known, or the id under which it enters: an answer that came before with other data,
        because half of them was lost on the way, is kept beside that one. Raises `EventConflict`.
        """
        known = self._known or {}
        event = known.get(one.event_id)
        if event is None:
            return one.event_id
        both_answer = one.verb == ANSWERED and event.verb in ANSWERS
        if event.attempt_id != one.attempt or not (both_answer or event.verb == one.verb):
            raise EventConflict
        if is_same(event.data, one.data):
            return event
        if not both_answer:
            raise EventConflict
        log.warning("event %s of attempt %s came again with other data", one.event_id, one.attempt)
        other = derived_event_id(one.event_id, one.data)
        return known.get(other, other)

    def _fold_in_time(self, one: Arrival, attempt: Attempt, kind: ActivityType, id: UUID) -> str:
        """Fold an event that nobody has seen. An answer that finds the attempt over is kept beside it."""
        data, occurred_at = one.data, one.occurred_at or self.now
        event = self._event(id, attempt, one.verb, data, occurred_at, sequence=one.sequence)
        try:
            self._fold(one.attempt, kind, event)
            return STORED
        except AttemptClosed:
            if not self.keeps_late:
                raise
        except TooLate:
            if not self.keeps_late:
                raise
            self._doubtful = True  # it may have come in time, and be sent again
            ended_at = attempt.deadline_at or self.now
            self._fold(one.attempt, kind, self._event(own_uuid(), attempt, TERMINATED, {}, ended_at, origin=SERVER))
        late = self._late_of(attempt)
        if not says_more(kind, attempt, late, data, now=self.now):
            self._doubtful = True  # it may be kept already
            return STORED
        event = self._event(id, attempt, LATE, data, occurred_at, sequence=one.sequence)
        self._fold(one.attempt, kind, event)
        late.append(event)
        return TOO_LATE

    def _event(
        self,
        id: UUID,
        attempt: Attempt,
        verb: str,
        data: Mapping[str, Any],
        occurred_at: datetime,
        *,
        origin: str = "",
        position: int | None = None,
        sequence: int | None = None,
    ) -> Event:
        return Event(
            id=id,
            attempt=attempt,
            enrolment_id=attempt.enrolment_id,
            position=attempt.events if position is None else position,
            verb=verb,
            data=dict(data),
            occurred_at=occurred_at,
            received_at=self.now,
            origin=origin or self.origin,
            device="" if origin else self.device,
            sequence=sequence,
        )

    def _fold(self, key: int, kind: ActivityType, event: Event) -> None:
        """Fold `event`, in memory, and keep it to be written. Raises what the fold raises, with nothing changed."""
        attempt = self.attempts[key]
        before = {name: getattr(attempt, name) for name in COLUMNS}
        try:
            step = step_of(kind, attempt, event.verb, event.data, now=self.now)
            counts = apply(kind, attempt, step, now=self.now, answered=event.verb == ANSWERED)
        except Exception:
            _put_back(attempt, before)
            raise
        event.position = before["events"]
        self._new.append(event)
        if self._known is not None:
            self._known[event.pk] = event
        self._before.setdefault(key, before)
        if counts or event.verb in BY_HAND:
            lowers = step.outcome.lowers or event.verb in BY_HAND
            self._counted.append(Counted(attempt, kind, event, Result(attempt.score, attempt.passed), lowers))

    def _late_of(self, attempt: Attempt) -> list[Event]:
        """Return the answers after the end of `attempt` and the decisions on them; one statement for all attempts, and
        none if there are none.
        """
        if self._late is None:
            self._late = defaultdict(list)
            keys = [key for key, one in self.attempts.items() if one.late]
            events = Event.objects.filter(attempt__in=keys, verb__in=VERBS).order_by("attempt", "position")
            for event in events if keys else ():
                self._late[event.attempt_id].append(event)
        return self._late[attempt.pk]


def _by_id(ids: Collection[UUID]) -> dict[UUID, Event]:
    """Return the events that have these ids, by id; one statement, and none for no ids."""
    return {event.pk: event for event in Event.objects.filter(pk__in=ids)}


def _put_back(attempt: Attempt, before: Mapping[str, Any]) -> None:
    for name, value in before.items():
        setattr(attempt, name, value)
