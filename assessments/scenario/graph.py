"""A scenario as a graph: scenes in rows by how far they are, and lines for what leads where. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from .scenes import Scene, depths, following

WIDTH, HEIGHT, GAP, DROP = 150, 44, 24, 52
"""Of a scene, between two of a row, and between rows; units of the drawing."""
LONGEST = 20
"""Letters of a title."""


@dataclass(frozen=True)
class Box:
    title: str
    number: int
    x: float
    y: float
    is_end: bool

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Picture:
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def picture(scenes: Sequence[Scene]) -> Picture | None:
    """Draw the scenes; None where there is nothing to draw. Scenes that nothing leads to stand in a last row."""
    if not scenes:
        return None
    depth = depths(scenes)
    last = max(depth.values(), default=0) + 1
    rows: dict[int, list[Scene]] = {}
    for scene in scenes:
        rows.setdefault(depth.get(scene.id, last), []).append(scene)
    widest = max(map(len, rows.values())) * (WIDTH + GAP) - GAP
    boxes = {}
    numbers = {scene.id: number for number, scene in enumerate(scenes, 1)}
    for place, (_depth, row) in enumerate(sorted(rows.items())):
        start = (widest - (len(row) * (WIDTH + GAP) - GAP)) / 2
        for column, scene in enumerate(row):
            x, y = start + column * (WIDTH + GAP), place * (HEIGHT + DROP)
            boxes[scene.id] = Box(_short(scene.title), numbers[scene.id], x, y, not scene.choices)
    lines = [
        Line(boxes[scene.id].middle, boxes[scene.id].y + HEIGHT, boxes[ahead].middle, boxes[ahead].y)
        for scene in scenes
        for ahead in following(scene)
        if ahead in boxes
    ]
    return Picture(widest, len(rows) * (HEIGHT + DROP) - DROP, tuple(boxes.values()), tuple(lines))


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
