"""Turning points with all that is to be said of them: what the seat knew, why it decided so, what followed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..playing import Entry
from ..replaying import Turn, turning_points
from ..script import Script
from ..state import Made, State
from .knowing import lay_elsewhere


@dataclass(frozen=True)
class Point:
    """A decision that mattered. `had` are the cards of the seat when it decided, `elsewhere` those that it could have
    had and that lay with others; `followed_at` and `followed` say when its consequence came, and the card with it.
    """

    turn: Turn
    made: Made
    had: tuple[str, ...]
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    followed_at: int | None
    followed: str


def points(script: Script, log: Sequence[Entry], state: State, top: int = 5) -> tuple[Point, ...]:
    return tuple(point_of(script, state, turn) for turn in turning_points(script, log, top))


def point_of(script: Script, state: State, turn: Turn) -> Point:
    """Return the details of a turning point that is known: finding them takes a moment. It has texts by people, so keep
    it nowhere.
    """
    made, consequence = state.made[turn.decision], f"{turn.decision}.{turn.option}"
    return Point(
        turn,
        made,
        tuple(told.card for told in state.told.get(made.seat, ()) if told.at <= made.at),
        lay_elsewhere(script, state, made.seat, made.at),
        state.given.get(consequence),
        script.injects[consequence].card,
    )
