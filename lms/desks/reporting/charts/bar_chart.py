"""Charts: where each bar stands. Pure; coordinates are texts, so that no language writes a comma into them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from lms.foundation.interface.charts import BASE, NARROW, START, TOP, WIDTH, steps

LINE = 24
"""How high a line of words is, as large as it is on a phone.

A mark so near above a bar would cross the number there: it goes above it.
"""
LETTER = 11.5
"""Room for one letter of a month's name, as large as it is on a phone:
where names are too long not each month is named.
"""
WIDEST = 88
"""A bar of few is no wall: so wide it gets, however much room there is."""


@dataclass(frozen=True)
class Column:
    """Values of one month: its name, a short name, the year where it is to be written, the parts from the base upwards,
    and a number to compare their sum with, or None.
    """

    name: str
    short: str
    year: str
    parts: tuple[int, ...]
    compared: int | None = None


@dataclass(frozen=True)
class Bar:
    """One rectangle of a bar; `series` counts from 1."""

    series: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class ComparisonMark:
    """The line across a bar at the height of what it is compared with."""

    start: str
    end: str
    y: str


@dataclass(frozen=True)
class DrawnColumn:
    """One month as it is drawn: its bars, its middle, where its total stands,
    and the mark of what it is compared with.
    """

    column: Column
    total: int
    bars: tuple[Bar, ...]
    middle: str
    above: str
    labelled: bool
    mark: ComparisonMark | None = None


@dataclass(frozen=True)
class GridLine:
    """One line of the grid: the number that it marks, and how high it stands."""

    number: int
    y: str


def grid(columns: Sequence[Column]) -> list[GridLine]:
    """Return the lines of the grid above the base."""
    numbers = steps(_highest(columns))
    return [GridLine(number, f"{BASE - number * (BASE - TOP) / numbers[-1]:.1f}") for number in numbers[1:]]


def _highest(columns: Sequence[Column]) -> int:
    return max((max(sum(column.parts), column.compared or 0) for column in columns), default=0)


def draw(columns: Sequence[Column], *, rtl: bool = False) -> list[DrawnColumn]:
    """Return the bars of `columns` over the whole width; from right to left where the reader reads so."""
    if not columns:
        return []
    slot = (WIDTH - START) / len(columns)
    width = min(slot * 0.6, WIDEST)
    scale = (BASE - TOP) / steps(_highest(columns))[-1]
    every = max(1, ceil(max(len(column.short) for column in columns) * LETTER / slot))
    return [
        _drawn(column, index, slot, width, scale, labelled=index % every == 0, rtl=rtl)
        for index, column in enumerate(columns)
    ]


def _drawn(
    column: Column, index: int, slot: float, width: float, scale: float, *, labelled: bool, rtl: bool
) -> DrawnColumn:
    middle = START + slot * (index + 0.5)
    middle = WIDTH - middle if rtl else middle
    bars, y = [], float(BASE)
    for series, part in enumerate(column.parts, start=1):
        height = part * scale
        y -= height
        if part:
            bars.append(Bar(series, f"{middle - width / 2:.1f}", f"{y:.1f}", f"{width:.1f}", f"{height:.1f}"))
    mark, reach = None, width / 2 + slot * 0.1
    if column.compared is not None:
        height = BASE - column.compared * scale
        mark = ComparisonMark(f"{middle - reach:.1f}", f"{middle + reach:.1f}", f"{height:.1f}")
        y = height if 0 <= y - height < LINE else y
    return DrawnColumn(column, sum(column.parts), tuple(bars), f"{middle:.1f}", f"{y - 6:.1f}", labelled, mark)


ROW, NAMES, TOTALS = 24, 88, 56
"""Height of a month that lies, and the room for its name and for its total."""


@dataclass(frozen=True)
class LyingColumn:
    """One month as it is drawn for a phone: its name, bars from there on, and where its total stands."""

    column: Column
    total: int
    bars: tuple[Bar, ...]
    top: int
    name_at: str
    total_at: str
    mark: str = ""
    """Where the line across the bar stands, at the length of what it is compared with."""

    @property
    def line(self) -> int:
        """The height on which the words stand."""
        return self.top + 17

    @property
    def bottom(self) -> int:
        return self.top + ROW - 2


def draw_lying(columns: Sequence[Column], *, rtl: bool = False) -> list[LyingColumn]:
    """Return the months of `columns` below one another, as wide as a phone is; from right to left where the reader
    reads so. Nothing is left out, neither a name nor a number.
    """
    scale = (NARROW - NAMES - TOTALS) / (_highest(columns) or 1)
    return [_lying(column, index * ROW, scale, rtl=rtl) for index, column in enumerate(columns)]


def _lying(column: Column, top: int, scale: float, *, rtl: bool) -> LyingColumn:
    def place(x: float) -> str:
        return f"{NARROW - x if rtl else x:.1f}"

    bars, x = [], float(NAMES)
    for series, part in enumerate(column.parts, start=1):
        width = part * scale
        if part:
            bars.append(Bar(series, place(x + width if rtl else x), f"{top + 5}", f"{width:.1f}", "14"))
        x += width
    mark = NAMES + column.compared * scale if column.compared is not None else None
    return LyingColumn(
        column,
        sum(column.parts),
        tuple(bars),
        top,
        place(0),
        place(max(x, mark or 0) + 6),
        "" if mark is None else place(mark),
    )


@dataclass(frozen=True)
class HorizontalBar:
    """One bar that lies, the name above it and its figure; `width` is its share of the drawing."""

    label: str
    figure: str
    width: str


def draw_horizontal(figures: Sequence[tuple[str, float, str]]) -> list[HorizontalBar]:
    """Return a bar for each of `figures`, which are a label, a number that is not negative and the number in words. The
    longest fills the width.
    """
    highest = max((number for _label, number, _words in figures), default=0) or 1
    return [HorizontalBar(label, words, f"{number / highest:.1%}") for label, number, words in figures]
