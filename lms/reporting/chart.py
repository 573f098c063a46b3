"""Charts: where each bar stands. Pure; coordinates are texts, so that no language writes a comma into them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, TOP, BASE, HEIGHT = 960, 24, 196, 236


@dataclass(frozen=True)
class Column:
    """What one month holds: its name, a short one, the year where it is to be written, and the parts from the base upwards."""

    name: str
    short: str
    year: str
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Bar:
    """One rectangle of a bar; `series` counts from 1."""

    series: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Drawn:
    """One month as it is drawn: its bars, its middle, and where its total stands."""

    column: Column
    total: int
    bars: tuple[Bar, ...]
    middle: str
    above: str
    labelled: bool


def draw(columns: Sequence[Column], *, rtl: bool = False) -> list[Drawn]:
    """The bars of `columns`, the highest as high as the chart; from right to left where the reader reads so."""
    if not columns:
        return []
    slot = min(WIDTH / len(columns), 120.0)
    width = slot * 0.52
    highest = max(sum(column.parts) for column in columns) or 1
    scale = (BASE - TOP) / highest
    every = -(-len(columns) // 24)
    drawn = []
    for index, column in enumerate(columns):
        middle = slot * (index + 0.5)
        middle = WIDTH - middle if rtl else middle
        bars, y = [], float(BASE)
        for series, part in enumerate(column.parts, start=1):
            height = part * scale
            y -= height
            if part:
                bars.append(Bar(series, f"{middle - width / 2:.1f}", f"{y:.1f}", f"{width:.1f}", f"{height:.1f}"))
        drawn.append(Drawn(column, sum(column.parts), tuple(bars), f"{middle:.1f}", f"{y - 6:.1f}", index % every == 0))
    return drawn


ROW, SAID = 46, 130
"""How high a row of bars that lie is, and the room kept for the figure after the longest."""


@dataclass(frozen=True)
class Lying:
    """One bar that lies, the name above it and the figure behind it."""

    label: str
    label_x: str
    label_y: str
    figure: str
    figure_x: str
    figure_y: str
    x: str
    y: str
    width: str


def lie(figures: Sequence[tuple[str, float, str]], *, rtl: bool = False) -> list[Lying]:
    """A bar for each of `figures`, which are a label, a number that is not negative and the number in words, one below the other."""
    scale = (WIDTH - SAID) / (max((number for _label, number, _words in figures), default=0) or 1)
    found = []
    for index, (label, number, words) in enumerate(figures):
        top, width = index * ROW, number * scale
        start, end = (WIDTH, WIDTH - width - 8) if rtl else (0, width + 8)
        found.append(
            Lying(
                label, f"{start:.1f}", f"{top + 16:.1f}", words, f"{end:.1f}", f"{top + 36:.1f}",
                f"{WIDTH - width if rtl else 0:.1f}", f"{top + 24:.1f}", f"{width:.1f}",
            )
        )  # fmt: skip
    return found
