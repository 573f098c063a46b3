"""Marks by step of the standing operating procedure. Pure."""

from dataclasses import dataclass

from ..scoring import score, team_marks
from ..script import Script
from ..state import State


@dataclass(frozen=True)
class StepMarks:
    """A step (0: of none), its marks of each seat and of the team, as `got` of `offered`, and all of them together."""

    step: int
    seats: tuple[tuple[str, float, float], ...]
    team: tuple[float, float]

    @property
    def got(self) -> float:
        return self.team[0] + sum(got for _, got, _ in self.seats)

    @property
    def offered(self) -> float:
        return self.team[1] + sum(offered for *_, offered in self.seats)

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing was offered."""
        return self.got / self.offered if self.offered else None


def marks_by_step(script: Script, state: State) -> tuple[StepMarks, ...]:
    """Return the marks of each step in the order of the procedure. The marks of the team count once, not once for each
    seat.
    """
    shared: dict[int, tuple[float, float]] = {}
    for marks in team_marks(script, state):
        got, offered = shared.get(marks.step, (0, 0))
        shared[marks.step] = (got + marks.got, offered + marks.offered)
    scores = {seat: score(script, state, seat).steps for seat in script.seats}
    steps = sorted({step for each in scores.values() for step in each} | shared.keys())
    return tuple(_of_step(step, scores, shared.get(step, (0, 0))) for step in steps)


def _of_step(step: int, scores: dict[str, dict[int, tuple[float, float]]], shared: tuple[float, float]) -> StepMarks:
    own = []
    for seat, steps in scores.items():
        got, offered = steps.get(step, shared)
        if offered - shared[1] > 0:
            own.append((seat, got - shared[0], offered - shared[1]))
    return StepMarks(step, tuple(own), shared)
