"""The chart of a change: for each row a line from what was before to what is after,
with the interval of the change below it. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .chart import WIDTH

ROW, FOOT = 92, 28
"""How high a row is, and what the words below the grid take."""
EDGE = 24
"""Room at both ends, so that no mark and no word of the grid is cut off."""
STEPS = 4


@dataclass(frozen=True)
class Measured:
    """What is drawn of one row: its label, its figures in words, and shares (0 to 1) with the limits of the change,
    in shares too.
    """

    label: str
    words: str
    before: float
    after: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ChangeLine:
    """One row as it is drawn; coordinates are texts, so that no language writes a comma into them."""

    label: str
    words: str
    label_y: str
    words_y: str
    y: str
    before: str
    after: str
    interval_y: str
    low: str
    high: str


@dataclass(frozen=True)
class Grid:
    """One line of the grid: where it stands, and the per cent that it marks."""

    x: str
    per_cent: int


def grid(*, rtl: bool = False) -> list[Grid]:
    return [Grid(_x(step / STEPS, rtl=rtl), 100 * step // STEPS) for step in range(STEPS + 1)]


def lines(rows: Sequence[Measured], *, rtl: bool = False) -> list[ChangeLine]:
    """A line for each row, one below the other.

    The interval stands around the mark of what is after, and ends where the chart does.
    """
    return [_line(index * ROW, row, rtl=rtl) for index, row in enumerate(rows)]


def height(number: int) -> int:
    return number * ROW + FOOT


def _line(top: int, row: Measured, *, rtl: bool) -> ChangeLine:
    low, high = (row.after if edge is None else row.before + edge for edge in (row.low, row.high))
    return ChangeLine(
        row.label,
        row.words,
        f"{top + 18}",
        f"{top + 40}",
        f"{top + 58}",
        _x(row.before, rtl=rtl),
        _x(row.after, rtl=rtl),
        f"{top + 74}",
        "" if row.low is None else _x(low, rtl=rtl),
        "" if row.high is None else _x(high, rtl=rtl),
    )


def _x(share: float, *, rtl: bool) -> str:
    place = EDGE + min(max(share, 0.0), 1.0) * (WIDTH - 2 * EDGE)
    return f"{WIDTH - place if rtl else place:.1f}"
