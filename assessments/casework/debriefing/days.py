"""The story of a play, day by day: what arrived, what was decided, what was handed over. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..script import Script
from ..state import State
from .handoffs import HandOff

DAY = 60 * 24


@dataclass(frozen=True)
class Day:
    """A day of the case, from 1. Injects of the case by id; decisions as (decision, option, seat), in order."""

    number: int
    injects: tuple[str, ...]
    decisions: tuple[tuple[str, str, str], ...]
    forms: tuple[HandOff, ...]


def days(script: Script, state: State, sent: Sequence[HandOff]) -> tuple[Day, ...]:
    """Return every day up to where the play stands, those too on which nothing happened."""
    given = [(state.given[each.id], each.id) for each in script.case.injects if each.id in state.given]
    made = sorted((made.at, number, id, made) for number, (id, made) in enumerate(state.made.items()))
    return tuple(
        Day(
            number,
            tuple(id for at, id in sorted(given) if _day(at) == number),
            tuple((id, each.option, each.seat) for at, _, id, each in made if _day(at) == number),
            tuple(each for each in sent if _day(each.sent_at) == number),
        )
        for number in range(1, _day(max(state.at - 1, 0)) + 1)
    )


def _day(minute: int) -> int:
    return minute // DAY + 1
