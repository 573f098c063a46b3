"""The chart of a series by month: where each bar stands. Pure; coordinates are texts, so that no language writes a comma into them."""

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
