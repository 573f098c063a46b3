"""Turning points with all that is to be said of them: what the seat knew, why it decided so, what followed. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..reducer import Entry
from ..replays import TurningPoint, turning_points
from ..script import Script
from ..state import MadeDecision, State
from .knowledge import cards_held_elsewhere


@dataclass(frozen=True)
class DecisionPoint:
    """A decision that mattered. `had` are the cards of the seat when it decided, `elsewhere` those that it could have
    had and that lay with others; `followed_at` and `followed` say when its consequence came, and the card with it.
    """

    turn: TurningPoint
    made: MadeDecision
    had: tuple[str, ...]
    elsewhere: tuple[tuple[str, tuple[str, ...]], ...]
    followed_at: int | None
    followed: str


def decision_points(script: Script, log: Sequence[Entry], state: State, top: int = 5) -> tuple[DecisionPoint, ...]:
    return tuple(decision_point(script, state, turn) for turn in turning_points(script, log, top))


def decision_point(script: Script, state: State, turn: TurningPoint) -> DecisionPoint:
    """Return the details of a turning point that is known: finding them takes a moment. It has texts by people, so keep
    it nowhere.
    """
    made, consequence = state.made[turn.decision], f"{turn.decision}.{turn.option}"
    return DecisionPoint(
        turn,
        made,
        tuple(told.card for told in state.told.get(made.seat, ()) if told.at <= made.at),
        cards_held_elsewhere(script, state, made.seat, made.at),
        state.given.get(consequence),
        script.injects[consequence].card,
    )
