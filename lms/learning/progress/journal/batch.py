"""The one way by which events enter the journal: several together, or, as a rule, one.

Attempts are locked, events folded in order, in memory, and all is written at once: one statement for the events, one
for the attempts, one for the enrolments. An event whose id is known is not folded again.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError

from lms.foundation.plugins.activity import ActivityType, Result
from lms.foundation.plugins.identifiers import own_uuid

from ..access import activity_types
from ..completion.figures import BY_HAND, COLUMNS, apply, tell_begun, tell_closed
from ..models import Attempt, Event
from . import statements
from .answer_parsing import refuse_too_large
from .arrivals import KNOWN, STORED, TOO_LATE, Arrival, Outcome, Overtaken
from .event_store import ANSWERED, SERVER, EventConflict, append, derived_event_id, is_same
from .late_facts import LATE, VERBS, says_more
from .rules import INITIALIZED, TERMINATED, AttemptClosed, TooLate, response_to
from .saving import Counted, is_own_act, results_beside, save_enrolments

ANSWERS = (ANSWERED, LATE)

log = logging.getLogger(__name__)


@dataclass
class Batch:
    """Attempts that are locked, and the events that enter them.

    `keeps_late`: an answer that came after the end of its attempt is kept beside it, and an attempt whose time is over
    is ended first. `raises`: the reason why the first event is refused is raised.
    """

    attempts: Mapping[int, Attempt]
    _: KW_ONLY
    now: datetime
    origin: str = "web"
    device: str = ""
    keeps_late: bool = False
    raises: bool = False
    kinds: dict[int, ActivityType] = field(default_factory=dict)
    _begun: list[Attempt] = field(default_factory=list)
    _is_looked_up: bool = False
    _known: dict[UUID, Event] = field(default_factory=dict)
    """The events that were looked up, and those that were folded since."""
    # What was folded, in memory:
    _new: list[Event] = field(default_factory=list)
    _before: dict[int, dict[str, Any]] = field(default_factory=dict)
    _counted: list[Counted] = field(default_factory=list)
    _late: defaultdict[int, list[Event]] | None = None
    _is_doubtful: bool = False
    """Was an event refused that may be known?"""

    def begin(self, attempt: Attempt, data: Mapping[str, Any], event_id: UUID) -> None:
        """Let a new `attempt` begin here, with the `data` of its start. Raises `EventConflict` for an id that may not
        be sent.
        """
        if event_id.version != 7:
            raise EventConflict
        self._begun.append(attempt)
        event = Event(id=event_id, attempt=attempt, enrolment_id=attempt.enrolment_id, position=0, data=dict(data))
        event.verb, event.occurred_at, event.received_at = INITIALIZED, self.now, self.now
        event.origin, event.device = self.origin, self.device
        self._new.append(event)

    def enter(self, arrivals: Sequence[Arrival | Exception]) -> list[Outcome]:
        """Fold and write events, in order; for each what became of it. An exception stands for an event that was
        refused before.

        A single event is folded as if it were new: only where it is refused, or its id turns out to be taken, is it
        looked up. Raises `Overtaken`, and with `begin` what the event of the new attempt raises.
        """
        if len(arrivals) > 1 and not self._is_looked_up:
            self._look_up(arrivals)
        # Fold each, in memory.
        outcomes: list[Outcome] = []
        for one in arrivals:
            try:
                if isinstance(one, Arrival) and one.event_id.version != 7 and self.origin != SERVER:
                    raise EventConflict
                outcomes.append(self.fold(one) if isinstance(one, Arrival) else one)
            except DatabaseError:
                raise
            except Exception as error:  # whatever it is, the others are taken
                outcomes.append(self._refused(error))
        # Write what was folded. Where one that is known was taken for a new one, fold all of them again.
        if (self._is_doubtful and self._is_any_known(arrivals)) or not self.save():
            return self._enter_again(arrivals)
        if self.raises and isinstance(outcomes[0], Exception):
            raise outcomes[0]
        return outcomes

    def _refused(self, error: Exception) -> Exception:
        """Return why an event is refused. Raises it where its attempt begins here."""
        if self._begun:
            raise error
        self._is_doubtful = True
        return error

    def _is_any_known(self, arrivals: Sequence[Arrival | Exception]) -> bool:
        """Return whether any of the events turns out to be known, now that they are looked up."""
        if self._is_looked_up:
            return False
        self._look_up(arrivals)
        return bool(self._known)

    def _enter_again(self, arrivals: Sequence[Arrival | Exception]) -> list[Outcome]:
        """Enter the events as if none of them had been folded before, now that those that came before are known."""
        for key, before in self._before.items():
            _put_back(self.attempts[key], before)
        self._new, self._before, self._counted, self._late, self._is_doubtful = [], {}, [], None, False
        if not self._is_looked_up:
            self._look_up(arrivals)
        return self.enter(arrivals)

    def save(self) -> bool:
        """Write events, attempts and figures, and tell what came of it; False, with nothing written, where the id of a
        single event is taken by one that was not looked up.
        """
        if self._begun:
            self._insert_begun()
        if not append(self._new):
            return self._is_new_again()
        touched = [(self.attempts[key], before["closed_at"] is None) for key, before in self._before.items()]
        first = {one.pk for one, was_open in touched if was_open and one.number == 1}
        results = results_beside(self._counted, first) if self._counted else {}
        folded = [attempt for attempt, _was_open in touched if attempt not in self._begun]
        if len(folded) == 1:
            statements.FOLDED.save(folded[0])
        elif folded:
            Attempt.objects.bulk_update(folded, COLUMNS, batch_size=200)
        for attempt in self._begun:
            tell_begun(attempt, now=self.now)
        for attempt in [one for one, was_open in touched if was_open and one.closed_at is not None]:
            tell_closed(attempt, now=self.now)
        acts = [event.attempt for event in self._new if event.verb == ANSWERED or is_own_act(event)]
        set_out = [one.enrolment for one in acts if one.enrolment.started_at is None or one in self._begun]
        if set_out or self._counted:
            save_enrolments(set_out, self._counted, results, now=self.now)
        return True

    def _insert_begun(self) -> None:
        """Write the attempts that begin here."""
        if len(self._begun) == 1:
            statements.NEW_ATTEMPT.insert(self._begun[0])
        else:
            Attempt.objects.bulk_create(self._begun)
        for event in self._new:
            event.attempt = event.attempt  # it has a key by now

    def _is_new_again(self) -> bool:
        """Return False where the id of a single event is taken, which can be looked up. Raises `EventConflict` where
        an attempt begins here, and `Overtaken` where that was looked up before.
        """
        if self._begun:
            raise EventConflict
        if self._is_looked_up:
            raise Overtaken
        return False

    def _look_up(self, arrivals: Sequence[Arrival | Exception]) -> None:
        """Get to know the events that have these ids, in one statement, and where answers came again with other data
        those that have the ids derived from them, in one more.
        """
        sent = [one for one in arrivals if isinstance(one, Arrival)]
        self._known = _by_id({one.event_id for one in sent})
        derived = [self._derived_id(one, self._known.get(one.event_id)) for one in sent if one.verb == ANSWERED]
        self._known, self._is_looked_up = self._known | _by_id({id for id in derived if id is not None}), True

    def _derived_id(self, one: Arrival, event: Event | None) -> UUID | None:
        """Return the id under which an answer enters whose `event` holds other data."""
        if event is None or event.attempt_id != one.attempt:
            return None
        try:
            data = self._kept(one)
        except DatabaseError:
            raise
        except Exception:  # for which it is refused when it is folded
            return None
        return None if is_same(event.data, data) else derived_event_id(one.event_id, data)

    def _kept(self, one: Arrival) -> Mapping[str, object]:
        """Return the data of an event as the journal keeps it: of an answer what its activity type takes."""
        if one.verb != ANSWERED:
            return one.data
        attempt = self.attempts[one.attempt]
        data = dict(activity_types.type_of(attempt).taken(attempt.form, deepcopy(dict(one.data))))
        refuse_too_large(data)
        return data

    def _found(self, one: Arrival) -> Event | UUID:
        """Return the event if it is known, or the id under which it enters: an answer that came before with other data,
        because half of them was lost on the way, is kept beside that one. Raises `EventConflict`.
        """
        event = self._known.get(one.event_id)
        if event is None:
            return one.event_id
        both_answer = one.verb == ANSWERED and event.verb in ANSWERS
        if event.attempt_id != one.attempt or not (both_answer or event.verb == one.verb):
            raise EventConflict
        data = self._kept(one)
        if is_same(event.data, data):
            return event
        if not both_answer:
            raise EventConflict
        log.warning("event %s of attempt %s came again with other data", one.event_id, one.attempt)
        other = derived_event_id(one.event_id, data)
        return self._known.get(other, other)

    def fold(self, one: Arrival, *, origin: str = "") -> str:
        """Fold an event, in memory, and keep it to be written; one that is known stays as it is. Raises why it is
        refused, with nothing changed.
        """
        attempt, found = self.attempts[one.attempt], self._found(one) if self._known else one.event_id
        if isinstance(found, Event):
            return TOO_LATE if found.verb == LATE else KNOWN
        # Ask the activity type what it comes to.
        kind = self.kinds.get(one.attempt)
        if kind is None:
            kind = self.kinds[one.attempt] = activity_types.type_of(attempt)
        before = {name: getattr(attempt, name) for name in COLUMNS}
        try:
            response = response_to(kind, attempt, one.verb, one.data, now=self.now)
        except Exception as refusal:
            _put_back(attempt, before)
            if self.keeps_late and isinstance(refusal, AttemptClosed | TooLate):
                return self._keep_late(one, found, kind, is_open=isinstance(refusal, TooLate))
            raise
        # Keep the event, and what follows from it.
        event = Event(
            id=found,
            attempt=attempt,
            enrolment_id=attempt.enrolment_id,
            position=before["events"],
            verb=one.verb,
            data=response.data,
            occurred_at=one.occurred_at or self.now,
            received_at=self.now,
            origin=origin or self.origin,
            device="" if origin else self.device,
            sequence=one.sequence,
        )
        is_answer, by_hand = one.verb == ANSWERED, one.verb in BY_HAND
        counts = apply(attempt, response.step, deadline=response.deadline, now=self.now, answered=is_answer)
        self._new.append(event)
        self._known[found] = event
        self._before.setdefault(one.attempt, before)
        if counts or by_hand:
            lowers, result = response.step.outcome.lowers or by_hand, Result(attempt.score, attempt.passed)
            self._counted.append(Counted(attempt, kind, event, result, lowers))
        return STORED

    def _keep_late(self, one: Arrival, id: UUID, kind: ActivityType, *, is_open: bool) -> str:
        """Keep an answer that finds its attempt over beside it, and end the attempt where it `is_open`."""
        attempt, data = self.attempts[one.attempt], self._kept(one)
        if is_open:
            self._is_doubtful = True  # it may have come in time, and be sent again
            ended_at = attempt.deadline_at or self.now
            self.fold(Arrival(one.attempt, {}, own_uuid(), TERMINATED, ended_at), origin=SERVER)
        late = self._late_of(attempt)
        if not says_more(kind, attempt, late, data, now=self.now):
            self._is_doubtful = True  # it may be kept already
            return STORED
        self.fold(replace(one, event_id=id, data=data, verb=LATE))
        late.append(self._new[-1])
        return TOO_LATE

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


def _put_back(attempt: Attempt, before: Mapping[str, object]) -> None:
    for name, value in before.items():
        setattr(attempt, name, value)
