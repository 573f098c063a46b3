"""The chart of a change: for each row a line from what was before to what is after,
with the interval of the change below it. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

GRID = ("0%", "25%", "50%", "75%", "100%")


@dataclass(frozen=True)
class ChangeFigures:
    """Values of one row to draw: its label, its figures in words, and shares (0 to 1), with the limits of the change as
    shares too.
    """

    label: str
    words: str
    before: float
    after: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ChangeLine:
    """One row as it is drawn: places are shares of the width, from the reader's beginning, as the stylesheet turns
    them; texts, so that no language writes a comma into them.
    """

    label: str
    words: str
    before: str
    after: str
    low: str
    high: str


def lines(rows: Sequence[ChangeFigures]) -> list[ChangeLine]:
    """Return a line for each row. The interval stands around the mark of what is after, and ends where the chart
    does.
    """
    return [_line(row) for row in rows]


def _line(row: ChangeFigures) -> ChangeLine:
    low, high = ("" if edge is None else _place(row.before + edge) for edge in (row.low, row.high))
    return ChangeLine(row.label, row.words, _place(row.before), _place(row.after), low, high)


def _place(share: float) -> str:
    return f"{100 * min(max(share, 0.0), 1.0):.1f}%"
