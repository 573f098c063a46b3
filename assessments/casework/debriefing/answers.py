"""Answers of a seat: whether they came in time, and relied on the cards that the seat had. Pure."""

from dataclasses import dataclass

from ..scoring import is_offered
from ..script import Script
from ..state import State


@dataclass(frozen=True)
class AnswerCounts:
    """Decisions of one seat: those that `opened` in time for it, those that somebody made, and those of them that rely
    on a card.
    """

    seat: str
    opened: int
    made: int
    relied: int

    @property
    def in_time(self) -> float | None:
        """A share; None where nothing opened."""
        return self.made / self.opened if self.opened else None

    @property
    def relying(self) -> float | None:
        """A share; None where nothing was decided."""
        return self.relied / self.made if self.made else None


def answer_counts(script: Script, state: State) -> tuple[AnswerCounts, ...]:
    return tuple(_of(script, state, seat) for seat in script.seats)


def _of(script: Script, state: State, seat: str) -> AnswerCounts:
    own = [decision.id for decision in script.case.decisions if decision.seat == seat]
    made = [made for id in own if (made := state.made.get(id)) is not None and made.seat]
    opened = sum(is_offered(script, state, id) for id in own)
    return AnswerCounts(seat, opened, len(made), sum(bool(each.relies) for each in made))
