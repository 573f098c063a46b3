"""Coordinates of the marks of a board on a drawing. Pure; coordinates are texts, so that no language writes a comma."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..definition.coverage import StepCoverage
from .board import Board, Column, Mark

WIDTH = 960
LABELS = 180
"""Room for the names of seats, where reading begins."""
LETTER = 11.5
"""Room for a letter, as large as it is on a phone."""
HEAD, MARK, LINE, SPACE = 64, 54, 30, 12
"""Heights of the head and of a line of marks, the width of a mark with its number, and the space around a row."""
BASE, HIGHEST, LEAST = 110, 80, 4
"""Where the bars of steps stand, how high the highest is, and one that earns no marks."""


@dataclass(frozen=True)
class PlacedMark:
    """One mark: the middle of its sign, its corner, and where its number begins. `points` are a decision's sign."""

    mark: Mark
    x: str
    y: str
    left: str
    top: str
    text_x: str
    points: str


@dataclass(frozen=True)
class Row:
    seat: str
    name: str
    name_x: str
    y: str
    line: str
    marks: tuple[PlacedMark, ...]


@dataclass(frozen=True)
class Head:
    column: Column
    middle: str
    line: str


@dataclass(frozen=True)
class Drawing:
    height: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    name_x: str
    mirrored: bool


def draw(board: Board, seat_names: Sequence[str], *, rtl: bool = False) -> Drawing:
    """Return the board over the whole width, from right to left where the reader reads so; as high as its marks need.

    `seat_names` are those of the board's seats, in their order.
    """
    width = (WIDTH - LABELS) / len(board.columns)
    heads = tuple(
        Head(column, _at(LABELS + (place + 0.5) * width, rtl), _at(LABELS + place * width, rtl))
        for place, column in enumerate(board.columns)
    )
    rows, top = [], float(HEAD)
    for seat, name in zip(board.seats, seat_names, strict=True):
        row, height = _row(board, seat, _short(name), top, width, rtl)
        rows.append(row)
        top += height
    return Drawing(f"{top + 1:.0f}", heads, tuple(rows), _at(0, rtl), rtl)


def _row(board: Board, seat: str, name: str, top: float, width: float, rtl: bool) -> tuple[Row, float]:
    beside = max(1, int(width // MARK))
    placed, lines = [], 1
    for column in range(len(board.columns)):
        for place, mark in enumerate(board.of(seat, column)):
            line, at = divmod(place, beside)
            lines = max(lines, line + 1)
            placed.append(_placed(mark, LABELS + column * width + 14 + at * MARK, top + SPACE + line * LINE + 10, rtl))
    height = lines * LINE + SPACE
    return Row(seat, name, _at(0, rtl), f"{top + SPACE + 16:.1f}", f"{top:.1f}", tuple(placed)), height


def _placed(mark: Mark, x: float, y: float, rtl: bool) -> PlacedMark:
    middle = WIDTH - x if rtl else x
    points = " ".join(f"{middle + dx:.1f},{y + dy:.1f}" for dx, dy in ((0, -10), (10, 0), (0, 10), (-10, 0)))
    corner = (f"{middle - 8:.1f}", f"{y - 8:.1f}")
    return PlacedMark(mark, f"{middle:.1f}", f"{y:.1f}", *corner, _at(x + 13, rtl), points)


def _at(x: float, rtl: bool) -> str:
    return f"{WIDTH - x if rtl else x:.1f}"


def _short(name: str) -> str:
    most = int(LABELS / LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


@dataclass(frozen=True)
class Bar:
    """A step with its bar, above which its marks are written; `height` is 0 where nothing belongs to it."""

    covered: StepCoverage
    x: str
    y: str
    width: str
    height: str
    middle: str


def bars(covered: Sequence[StepCoverage], *, rtl: bool = False) -> list[Bar]:
    """Return one for each step, over the whole width."""
    most = max((one.marks for one in covered), default=0) or 1
    width = WIDTH / max(len(covered), 1)
    return [_bar(one, place * width, width, one.marks / most, rtl) for place, one in enumerate(covered)]


def _bar(covered: StepCoverage, x: float, width: float, share: float, rtl: bool) -> Bar:
    height = max(share * HIGHEST, LEAST) if covered.is_met else 0
    start = WIDTH - x - width if rtl else x
    across = width * 0.6
    corner = (f"{start + (width - across) / 2:.1f}", f"{BASE - height:.1f}")
    return Bar(covered, *corner, f"{across:.1f}", f"{height:.1f}", f"{start + width / 2:.1f}")
