"""A run that is over as it stood at one of its entries: what each seat knew by then, danger, and facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assessments.casework import State, play, replay
from assessments.casework.presentation.sentences import case_moment

from ..console.entry_texts import entry_text, sentence
from ..console.page_context import value_text
from ..runs.models import Run
from .finished_run import Play, play_of

A_DAY = 24 * 60


@dataclass(frozen=True)
class SeatState:
    """Knowledge of a seat at one entry: cards, those of them that came with this entry, and decisions that waited for
    it.
    """

    role: str
    cards: Sequence[str]
    fresh: Sequence[str]
    waiting: Sequence[str]


@dataclass(frozen=True)
class Moment:
    """The run after `entry` of its `last` entries. `days` are days of the case with the last entry of each."""

    entry: int
    last: int
    when: str
    role: str
    sentence: str
    written: str
    seats: Sequence[SeatState]
    danger: Sequence[tuple[str, Any]]
    facts: Sequence[tuple[str, Any, bool]]
    days: Sequence[tuple[int, int]]

    @property
    def before(self) -> int | None:
        return self.entry - 1 if self.entry > 0 else None

    @property
    def after(self) -> int | None:
        return self.entry + 1 if self.entry < self.last else None


def state_after(run: Run, entry: int) -> Moment:
    """Return the state after so many entries, no more than there are. One statement."""
    lived = play_of(run)
    number = min(entry, len(lived.log))
    before = replay(lived.script, lived.log, max(number - 1, 0))
    state = play(lived.script, before, lived.log[number - 1]).state if number else before
    line = lived.lines[number - 1] if number else None
    return Moment(
        entry=number,
        last=len(lived.log),
        when=case_moment(state.at),
        role=lived.words.seat(line.role) if line else "",
        sentence=sentence(lived.words, line) if line else "",
        written=entry_text(line) if line else "",
        seats=list(_seats(lived, before, state)),
        danger=[_fact(lived, fact.id, state) for fact in lived.script.case.facts if fact.is_limited],
        facts=[
            (*_fact(lived, fact.id, state), state.facts.get(fact.id) != before.facts.get(fact.id))
            for fact in lived.script.case.facts
            if not fact.is_limited
        ],
        days=sorted({line.at // A_DAY + 1: line.seq for line in lived.lines}.items()),
    )


def _seats(lived: Play, before: State, state: State) -> Iterator[SeatState]:
    words = lived.words
    for role in lived.script.seats:
        had = {told.card for told in before.told.get(role, ())}
        cards = [told.card for told in state.told.get(role, ())]
        waiting = [
            words.question(id)
            for id, decision in lived.script.decisions.items()
            if decision.seat == role and id in state.opened and id not in state.made
        ]
        fresh = [words.card(card) for card in cards if card not in had]
        yield SeatState(words.seat(role), [words.card(card) for card in cards], fresh, waiting)


def _fact(lived: Play, id: str, state: State) -> tuple[str, Any]:
    return lived.words.label("facts", id), value_text(lived.script.facts[id].shown(state.facts.get(id)))
