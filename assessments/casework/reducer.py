"""The one reducer: an entry changes the state, or is refused and changes nothing. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .clock import advance, next_minute, note_conditions
from .control_entries import VERBS as CONTROLS
from .player_entries import VERBS as PLAYERS
from .refusals import Refused
from .script import Script
from .state import ALONE, CONTROL, DEBRIEF, OPEN, State

IN_DEBRIEF = ("judge", "note", "close", "opened")
"""What is still possible once the play is over."""
WHEN_PAUSED = ("resume", "finish", "note", "judge", "fire", "hold", "opened")


@dataclass(frozen=True)
class Entry:
    """One line of the log. `at` is the minute of the case; in turns the clock stands still until the turn is closed."""

    seat: str
    verb: str
    data: Mapping[str, Any] = field(default_factory=dict)
    at: int = 0
    id: str = ""


@dataclass(frozen=True)
class EntryResult:
    """Result of an entry. `news` are the cards that came to a seat: (seat, card)."""

    state: State
    news: tuple[tuple[str, str], ...]


def play(script: Script, state: State, entry: Entry) -> EntryResult:
    """Return the state after the entry: the clock goes to its minute, the verb works, and what follows at once happens.

    Raises `Refused`, and leaves the state that was given as it is.
    """
    later = state.copy()
    if not script.in_turns:
        advance(script, later, entry.at)
    _check(script, later, entry)
    verbs = CONTROLS if entry.seat == CONTROL else PLAYERS
    if entry.verb not in verbs:
        raise Refused("unknown_verb", verb=entry.verb)
    verbs[entry.verb](script, later, entry.seat, entry.data)
    note_conditions(script, later)
    advance(script, later, later.at)
    if script.mode == ALONE:
        _go_on(script, later)
    return EntryResult(later, _news(state, later))


def _check(script: Script, state: State, entry: Entry) -> None:
    if entry.seat != CONTROL and entry.seat not in script.seats:
        raise Refused("unknown_seat", seat=entry.seat)
    if state.status != OPEN and not (state.status == DEBRIEF and entry.verb in IN_DEBRIEF):
        raise Refused("over")
    if state.paused and entry.verb not in WHEN_PAUSED:
        raise Refused("paused")


def settle_without_clock(script: Script, state: State) -> State:
    """Return the first state of a play without a clock: where something is to be decided, or at its end."""
    later = state.copy()
    _go_on(script, later)
    return later


def _go_on(script: Script, state: State) -> None:
    """Move the case on without a clock the case goes on to what comes next, until something is to be decided or nothing
    more comes.
    """
    while state.status == OPEN and not _asks(script, state):
        next = next_minute(script, state)
        if next is None or next >= script.case.ends:
            state.status = DEBRIEF
        else:
            advance(script, state, next)


def _asks(script: Script, state: State) -> bool:
    """Return whether something is to be decided; a decision that offers nothing is passed over."""
    return any(
        decision in state.opened
        and decision not in state.made
        and bool(script.offered(decision, state.facts, state.since))
        for decision in script.decisions
    )


def _news(before: State, after: State) -> tuple[tuple[str, str], ...]:
    return tuple(
        (seat, told.card) for seat, cards in after.told.items() for told in cards[len(before.told.get(seat, ())) :]
    )
