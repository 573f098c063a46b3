"""Charts: where the parts of a drawing stand. Pure; coordinates are texts, so that no language writes a comma."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, TOP, BASE, HEIGHT = 960, 24, 196, 246
NARROW = 320
"""Width of a drawing for a phone, which is drawn as large as it is."""
START = 48
"""Room for the numbers of the grid, where reading begins."""
MOST_TICKS = 12
LETTER = 9
"""Room for one letter below a drawing for a phone."""


@dataclass(frozen=True)
class Rule:
    """One line of a grid, or one mark of time: the number that it stands for, and its place."""

    number: int
    at: str

    @property
    def share(self) -> float:
        """The number as a share of a hundred."""
        return self.number / 100


@dataclass(frozen=True)
class Point:
    """Point at which the line steps, numbered from 1."""

    number: int
    x: str
    y: str


@dataclass(frozen=True)
class Stepped:
    """A line that stands still between its steps; `line` are the points of a polyline."""

    line: str
    points: tuple[Point, ...]
    rules: tuple[Rule, ...]
    ticks: tuple[Rule, ...]
    edge: str
    mirrored: bool


def steps(highest: int) -> list[int]:
    """Round numbers from 0 to `highest` or the next one above, five steps at most:
    what the lines of a grid stand for.
    """
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if highest <= 5 * step:
                return list(range(0, highest + step, step)) if highest else [0, 1]
        size *= 10


def stepped(
    values: Sequence[tuple[float, float]], until: float, *, unit: float, low: float, high: float, rtl: bool = False
) -> Stepped:
    """Return the `values` (moment, value), in the order of time and at least one, from moment 0 to `until`.

    The grid goes from `low` to at least `high` and takes in every value; a tick stands in the middle of a `unit` of
    time, at each or at every so many, as they have room.
    """
    floor = int(min(low, *(value for _, value in values)) // 1)
    numbers = [floor + step for step in steps(-int(-max(high, *(value for _, value in values)) // 1) - floor)]
    scale = (BASE - TOP) / (numbers[-1] - floor)
    width = (WIDTH - START) / (until or 1)

    def x(moment: float) -> str:
        place = START + moment * width
        return f"{WIDTH - place if rtl else place:.1f}"

    def y(value: float) -> str:
        return f"{BASE - (value - floor) * scale:.1f}"

    corners = [(values[0][0], values[0][1])]
    for (_, before), (moment, value) in pairwise(values):
        corners += [(moment, before), (moment, value)]
    corners.append((until, values[-1][1]))
    units = int(until // unit)
    every = max(1, -(-units // MOST_TICKS))
    return Stepped(
        " ".join(f"{x(moment)},{y(value)}" for moment, value in corners),
        tuple(Point(number, x(moment), y(value)) for number, (moment, value) in enumerate(values, 1)),
        tuple(Rule(number, y(number)) for number in numbers),
        tuple(Rule(place, x((place - 0.5) * unit)) for place in range(every, units + 1, every)),
        f"{WIDTH if rtl else 0}",
        rtl,
    )


@dataclass(frozen=True)
class Straight:
    """Several lines over one grid; each has the points of a polyline, and the places of its values."""

    lines: tuple[tuple[str, tuple[Point, ...]], ...]
    rules: tuple[Rule, ...]
    names: tuple[tuple[str, str], ...]
    """Names of moments below the lines, each after the place of its middle: that of the moment, or as near to it as the
    name is within the drawing.
    """
    edge: str
    end: str
    """Where the lines of the grid end."""
    mirrored: bool


def straight(
    series: Sequence[Sequence[tuple[float, float]]],
    until: float,
    names: Sequence[tuple[float, str]] = (),
    *,
    rtl: bool = False,
    wide: int = WIDTH,
) -> Straight:
    """Return lines through the values of each of `series`, pairs of a moment from 0 to `until` and a value of 0 or
    more; `names` are of moments. A drawing for a phone (`wide` is NARROW) has as many of these as have room.
    """
    highest = max((value for one in series for _moment, value in one), default=0)
    numbers = steps(-int(-highest // 1))
    scale, width = (BASE - TOP) / numbers[-1], (wide - 2 * START) / (until or 1)

    def x(moment: float) -> str:
        place = START + moment * width
        return f"{wide - place if rtl else place:.1f}"

    def inside(moment: float, name: str) -> str:
        half = min(len(name) * LETTER, wide) / 2
        return f"{min(max(float(x(moment)), half), wide - half):.1f}"

    def point(number: int, moment: float, value: float) -> Point:
        return Point(number, x(moment), f"{BASE - value * scale:.1f}")

    drawn = [tuple(point(number, *pair) for number, pair in enumerate(one, 1)) for one in series]
    return Straight(
        tuple((" ".join(f"{one.x},{one.y}" for one in points), points) for points in drawn),
        tuple(Rule(number, f"{BASE - number * scale:.1f}") for number in numbers),
        tuple((inside(moment, name), name) for moment, name in (_with_room(names) if wide == NARROW else names)),
        f"{wide if rtl else 0}",
        f"{wide}",
        rtl,
    )


def _with_room(names: Sequence[tuple[float, str]]) -> Sequence[tuple[float, str]]:
    """Return every second of the names, or every third, and so on: as many as a phone has room for; two have room."""
    if len(names) < 3:
        return names
    longest = max(len(name) for _moment, name in names) + 1
    return names[:: -(-len(names) * longest * LETTER // (NARROW - 2 * START))]
