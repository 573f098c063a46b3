"""Verdicts on events from a phone: each enters the journal, is held, or stays on the phone."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lms.foundation.plugins.activity import NotNow
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.learning.progress.access.lock_rules import Locked
from lms.learning.progress.journal import services
from lms.learning.progress.journal.arrivals import KNOWN, STORED, TOO_LATE, Arrival
from lms.learning.progress.journal.attempt_start import NoAttemptLeft
from lms.learning.progress.journal.device_events import CONFLICT, FOREIGN, LATER, REFUSED
from lms.learning.progress.journal.drawn_start import AttemptOpen, begin_drawn
from lms.learning.progress.journal.event_store import EventConflict
from lms.learning.progress.journal.self_started import StartedByHand, begin_unbegun
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.directory.models import User

from .drawn_events import Draws, start_of
from .models import Reason
from .sent_events import SentAnswer, SentEvent, Target

log = logging.getLogger(__name__)

ORIGIN = "offline"
ROUNDS = 12
"""So often what is locked is tried again after other events opened it; the rest is to be sent again."""
TRIED_AGAIN = frozenset({Reason.LOCKED, Reason.OPEN})
HELD: Mapping[type[Exception], Reason] = {
    Locked: Reason.LOCKED,
    AttemptOpen: Reason.OPEN,
    NoAttemptLeft: Reason.TOO_MANY,
    EventConflict: Reason.CONFLICT,
}
"""Reasons for which an attempt could not begin, and the events are held."""
TAKEN = frozenset({STORED, KNOWN, TOO_LATE})


@dataclass(frozen=True)
class Word:
    """Verdict on one event, and the reason in a sentence for its learner; `held` where it is to be held."""

    verdict: str
    sentence: str = ""
    held: Reason | None = None
    is_own: bool = True
    """Does the enrolment that the event names belong to its learner?"""

    @classmethod
    def hold(cls, reason: Reason, sentence: str = "", *, is_own: bool = True) -> "Word":
        return cls(f"held:{reason.value}", sentence or str(reason.label), reason, is_own)


@dataclass
class Receiving:
    """One batch of events of one person, under way."""

    by: User
    now: datetime
    language: str
    device: str
    is_revoked: bool = False
    """Was the phone that signed the batch revoked by its person? Then all of it is held."""
    draws: Draws = field(default_factory=dict)
    own: dict[int, Enrolment] = field(default_factory=dict)
    foreign: set[int] = field(default_factory=set)
    attempts: dict[tuple[int, UUID], dict[int, int]] = field(default_factory=dict)
    """Primary keys of attempts by enrolment and activity, and by number."""
    drawn: dict[UUID, int | Exception] = field(default_factory=dict)
    """Primary keys of attempts by the draw with which they began, or why it could not begin."""

    def words(self, events: Sequence[SentEvent]) -> list[Word]:
        """Return the verdict on each event, in turn; what is taken is written."""
        self._look_up([one.answer.target for one in events if one.answer])
        words = [self._known_at_once(one) for one in events]
        left = [index for index, word in enumerate(words) if word is None]
        for _round in range(ROUNDS):
            if not left:
                break
            found = self._enter({index: events[index] for index in _in_order(left, events)})
            words = [found.get(index, word) for index, word in enumerate(words)]
            locked = [index for index, word in found.items() if word.held in TRIED_AGAIN]
            if not locked or not any(word.verdict == STORED for word in found.values()):
                return [word or Word(LATER) for word in words]
            left = locked
        return [Word(LATER) if index in left else word or Word(LATER) for index, word in enumerate(words)]

    def _look_up(self, targets: Collection[Target]) -> None:
        """Read the enrolments and attempts that are named; three statements at most."""
        named = {one.enrolment for one in targets}
        if not named:
            return
        rows = Enrolment.objects.of(self.by).select_related("course", "institution", "learner")
        self.own = {one.pk: one for one in rows.filter(pk__in=named)}
        if others := named - self.own.keys():
            self.foreign = set(Enrolment.objects.filter(pk__in=others).values_list("pk", flat=True))
        attempts = Attempt.objects.filter(enrolment__in=self.own, activity__in={one.activity for one in targets})
        for pk, enrolment, activity, number in attempts.values_list("pk", "enrolment_id", "activity_id", "number"):
            self.attempts.setdefault((enrolment, activity), {})[number] = pk

    def _known_at_once(self, event: SentEvent) -> Word | None:
        """Return the verdict on an event that needs no look at its activity; None for any other."""
        target = event.answer.target if event.answer else None
        enrolment = target.enrolment if target else None
        is_unknown = target is not None and target.draw is not None and target.draw not in self.draws
        if enrolment in self.foreign or (target and target.draw and not self.draws.get(target.draw, True)):
            return Word(FOREIGN)
        if self.is_revoked:
            return Word.hold(Reason.REVOKED, is_own=enrolment in self.own)
        if enrolment is None:
            return Word.hold(Reason.UNREADABLE, is_own=False)
        return None if enrolment in self.own and not is_unknown else Word.hold(Reason.GONE, is_own=False)

    def _enter(self, events: Mapping[int, SentEvent]) -> dict[int, Word]:
        """Begin what is to begin and enter the events, in order; the verdicts by the events' own places."""
        answers = {index: event.answer for index, event in events.items() if event.answer}
        refused = self._begin([one.target for one in answers.values() if one.target.draw is None])
        self._begin_drawn([one.target for one in answers.values() if one.target.draw])
        words: dict[int, Word] = {}
        arrivals: dict[int, Arrival] = {}
        for index, answer in answers.items():
            arrival = self._arrival(answer, events[index])
            if arrival is None:
                words[index] = self._not_begun(answer.target, self._why(answer.target, refused))
            else:
                arrivals[index] = arrival
        sent = list(arrivals.values())
        verdicts = services.receive(sent, by=self.by, now=self.now, device=self.device, origin=ORIGIN) if sent else []
        for index, verdict in zip(arrivals, verdicts, strict=True):
            words[index] = self._word(answers[index].target, verdict)
        return words

    def _begin(self, targets: Collection[Target]) -> dict[tuple[int, UUID], Exception]:
        """Begin the activities that begin by themselves and have no attempt yet. Returns why others did not."""
        unbegun: dict[int, dict[UUID, None]] = {}
        for one in targets:
            if (one.enrolment, one.activity) not in self.attempts:
                unbegun.setdefault(one.enrolment, {})[one.activity] = None
        refused: dict[tuple[int, UUID], Exception] = {}
        for pk, activities in unbegun.items():
            begun = begin_unbegun(enrolment=self.own[pk], activities=activities, now=self.now, language=self.language)
            for activity, outcome in begun.items():
                if isinstance(outcome, Exception):
                    refused[pk, activity] = outcome
                else:
                    self.attempts[pk, activity] = {outcome.number: outcome.pk}
        return refused

    def _begin_drawn(self, targets: Collection[Target]) -> None:
        """Begin with the draws that are named and have no attempt yet."""
        draws: dict[int, dict[UUID, None]] = {}
        for one in targets:
            if one.draw and not isinstance(self.drawn.get(one.draw), int):
                draws.setdefault(one.enrolment, {})[one.draw] = None
        for pk, named in draws.items():
            starts = [start_of(draw) for draw in map(self.draws.get, named) if draw]
            self.drawn |= begin_drawn(
                enrolment=self.own[pk], draws=starts, now=self.now, device=self.device, origin=ORIGIN
            )

    def _attempt(self, target: Target) -> int | None:
        """Return the primary key of the attempt that is named, or of the last one."""
        if target.draw:
            begun = self.drawn[target.draw]
            return begun if isinstance(begun, int) else None
        numbers = self.attempts.get((target.enrolment, target.activity), {})
        return numbers.get(max(numbers, default=0) if target.attempt is None else target.attempt)

    def _why(self, target: Target, refused: Mapping[tuple[int, UUID], Exception]) -> Exception | None:
        if target.draw:
            why = self.drawn[target.draw]
            return why if isinstance(why, Exception) else None
        return refused.get((target.enrolment, target.activity))

    def _arrival(self, answer: SentAnswer, event: SentEvent) -> Arrival | None:
        """Return the event for its attempt."""
        attempt = self._attempt(answer.target)
        if attempt is None:
            return None
        earliest = min(self.own[answer.target.enrolment].enrolled_at, self.now)
        at = max(event.occurred_at, earliest) if event.occurred_at else None
        return Arrival(attempt, answer.data, answer.event_id, occurred_at=at, sequence=event.sequence)

    def _not_begun(self, target: Target, why: Exception | None) -> Word:
        """Return the verdict on an event without an attempt that it could enter."""
        for refusal, reason in HELD.items():
            if isinstance(why, refusal):
                return Word.hold(reason, str(why))
        if isinstance(why, NotNow):
            return Word.hold(Reason.CLOSED, str(why)) if self._is_closed(target) else Word(LATER, str(why))
        if why is None or isinstance(why, StartedByHand):
            return Word.hold(Reason.NOT_BEGUN)
        if isinstance(why, ValueError):  # a plugin forbids it, or no attempt is left
            return Word.hold(Reason.REFUSED, str(why))
        if not isinstance(why, NotInstalled):
            log.error("activity %s cannot be begun", target.activity, exc_info=why)
        return Word(LATER)

    def _word(self, target: Target, verdict: services.Verdict) -> Word:
        """Return the verdict in the words of this room: only `later` and `foreign` keep an event on the phone."""
        if verdict.word in TAKEN:
            return Word(verdict.word, verdict.reason)
        held = {REFUSED: Reason.REFUSED, CONFLICT: Reason.CONFLICT, FOREIGN: Reason.GONE}.get(verdict.word)
        if held is None and self._is_closed(target):
            held = Reason.CLOSED
        if held is None:
            return Word(LATER, verdict.reason)
        return Word.hold(held, verdict.reason if held in {Reason.REFUSED, Reason.CLOSED} else "")

    def _is_closed(self, target: Target) -> bool:
        return self.own[target.enrolment].is_closed(self.now)


def _in_order(indexes: Sequence[int], events: Sequence[SentEvent]) -> list[int]:
    """Return the places of events in the order of the phone's own count, where all of them have one."""
    if any(events[index].sequence is None for index in indexes):
        return list(indexes)
    return sorted(indexes, key=lambda index: events[index].sequence or 0)
