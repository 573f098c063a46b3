"""A play again from its log, and which decisions changed it most. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .clock import begin_play, settle
from .definition.case import is_number
from .reducer import Entry, play
from .refusals import Refused
from .scoring import team_marks
from .script import Script
from .state import OPEN, State


def replay(script: Script, log: Sequence[Entry], upto: int | None = None) -> State:
    """Return the state after so many entries of the log, or after all. Raises `Refused` where an entry does not fit."""
    state = begin_play(script)
    for entry in log[:upto]:
        state = play(script, state, entry).state
    return state


@dataclass(frozen=True)
class TurningPoint:
    """A decision that mattered: what marks of the team and danger the better option would give, all else replayed.

    `marks` and `danger` are the other play's less this one's.
    """

    decision: str
    option: str
    better: str
    marks: float
    danger: float


def turning_points(script: Script, log: Sequence[Entry], top: int = 5) -> list[TurningPoint]:
    """Return the decisions whose better option changes most, most first: marks of the team, then danger.

    What is no longer possible in the other play is left out of it: whoever did it does nothing else instead. That
    somebody relied on a card which does not come in the other play is no reason for that.
    """
    freed = [without_relying(entry) for entry in log]
    as_it_was = _to_the_end(script, freed)
    turns = [turn for turn in _turns(script, freed, as_it_was) if turn.marks or turn.danger]
    return sorted(turns, key=lambda turn: (-abs(turn.marks), -abs(turn.danger), turn.decision))[:top]


def without_relying(entry: Entry) -> Entry:
    """Return the same without the cards that it relies on: they are said, and are no part of what was done."""
    return replace(entry, data={name: value for name, value in entry.data.items() if name != "relies"})


def _turns(script: Script, log: Sequence[Entry], as_it_was: State) -> Iterator[TurningPoint]:
    for number, entry in enumerate(log):
        decision = script.decisions.get(str(entry.data.get("decision"))) if entry.verb == "decide" else None
        made = as_it_was.made.get(decision.id) if decision is not None else None
        if decision is None or made is None or made.seat != entry.seat:
            continue
        better = max(decision.options, key=lambda option: option.marks)
        if better.marks == next(option.marks for option in decision.options if option.id == made.option):
            continue
        other = [*log[:number], replace(entry, data={**entry.data, "option": better.id}), *log[number + 1 :]]
        end = _to_the_end(script, other)
        marks = _team(script, end) - _team(script, as_it_was)
        yield TurningPoint(
            decision.id, made.option, better.id, marks, _danger(script, end) - _danger(script, as_it_was)
        )


def _to_the_end(script: Script, log: Iterable[Entry]) -> State:
    """Return the state as far as the log goes; a play that is still open goes on to its end by itself."""
    state = begin_play(script)
    for entry in log:
        try:
            state = play(script, state, entry).state
        except Refused:
            continue
    return settle(script, state, script.case.ends) if state.status == OPEN else state


def _team(script: Script, state: State) -> float:
    return sum(marks.got for marks in team_marks(script, state))


def _danger(script: Script, state: State) -> float:
    """Return the sum of the facts that have limits, as they are kept: not cut off at them."""
    limited = [fact.id for fact in script.case.facts if fact.is_limited]
    return sum(value for fact in limited if is_number(value := state.facts.get(fact)))
