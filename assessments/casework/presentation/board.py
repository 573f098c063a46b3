"""The board of a case: its seats by time, and where injects, decisions and forms stand. Pure.

What waits for something has no time of its own: it stands where careful players come to it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count, pairwise
from random import Random

from ..checking import names, shape
from ..checking.finding import FAULT
from ..checking.trial_plays import careful_trial
from ..definition.case import Case
from ..script import script
from ..state import TURNS, State

INJECT, DECISION, FORM = "inject", "decision", "form"
DAY = 60 * 24
MOST_COLUMNS = 12
"""Where a case has no turns, several days share one column."""


@dataclass(frozen=True)
class Column:
    """A stretch of time, `number` from 1: minutes of the case, its end included. The last one, for what has no time,
    has neither.
    """

    number: int
    starts: int | None
    ends: int | None


@dataclass(frozen=True)
class Mark:
    """One thing of one seat (empty where no seat is told of it), numbered by time; `column` counts from 0.

    `at` is a minute of the case, None where careful players never come to it. `is_fixed`: it comes then in every play.
    """

    number: int
    kind: str
    id: str
    seat: str
    column: int
    at: int | None
    is_fixed: bool


@dataclass(frozen=True)
class Board:
    """`seats` begin with the empty one where there are marks that no seat is told of."""

    seats: tuple[str, ...]
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    in_turns: bool

    def of(self, seat: str, column: int) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.seat == seat and mark.column == column)


def board(case: Case) -> Board:
    """Draw the board, of a draft too: where things are named that do not exist, what waits for something has no
    time.
    """
    things = sorted(_things(case), key=lambda thing: (thing[3] is None, thing[3] or 0))
    columns = _columns(case)
    if any(at is None for *_, at, _fixed in things):
        columns = (*columns, Column(len(columns) + 1, None, None))
    marks = tuple(
        Mark(number, kind, id, seat, _column(columns, at), at, fixed)
        for number, (kind, id, seats, at, fixed) in zip(count(1), things, strict=False)
        for seat in seats or ("",)
    )
    known = tuple(seat.id for seat in case.seats)
    kept = tuple(mark for mark in marks if mark.seat in ("", *known))
    seats = ("", *known) if any(not mark.seat for mark in kept) else known
    return Board(seats, columns, kept, in_turns=bool(case.turns))


Thing = tuple[str, str, tuple[str, ...], int | None, bool]


def _things(case: Case) -> Iterator[Thing]:
    state = _careful(case)
    given: Mapping[str, int] = state.given if state else {}
    opened: Mapping[str, int] = state.opened if state else {}
    for inject in case.injects:
        fixed = not (inject.when or inject.by_hand)
        at = max(inject.at, inject.delay) if fixed else given.get(inject.id)
        yield INJECT, inject.id, inject.to if inject.card else (), at, fixed
    for decision in case.decisions:
        at = opened.get(decision.id, None if decision.when else decision.delay)
        yield DECISION, decision.id, (decision.seat,), at, not decision.when
    for form in case.forms:
        at = opened.get(f"f:{form.id}", None if form.when else 0)
        yield FORM, form.id, (form.seat,), at, not form.when


def _careful(case: Case) -> State | None:
    """Return a play in which everybody decides at once, and well; None where the case cannot be played yet."""
    if any(finding.level == FAULT for finding in (*names.findings(case), *shape.findings(case))):
        return None
    return careful_trial(script(case, 0, TURNS), Random(0)).state  # noqa: S311


def _columns(case: Case) -> tuple[Column, ...]:
    ends = [minute for minute in case.turns if minute < case.ends]
    if not case.turns:
        days = -(-case.ends // DAY)
        size = -(-days // MOST_COLUMNS) * DAY
        ends = list(range(size, case.ends, size))
    return tuple(
        Column(number, start, end) for number, (start, end) in enumerate(pairwise([0, *ends, case.ends]), start=1)
    )


def _column(columns: tuple[Column, ...], at: int | None) -> int:
    """Return the index of the column of minute `at`, the last one for None. An event in the minute in which a turn ends
    belongs to the next turn.
    """
    if at is None:
        return len(columns) - 1
    timed = [place for place, column in enumerate(columns) if column.ends is not None]
    return next((place for place in timed if at < (columns[place].ends or 0)), timed[-1])
