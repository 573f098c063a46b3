"""Regions of a picture: the region into which a point falls, and the marks of chosen regions. Pure.

A region is a mapping of `id`, `shape` and `coords`: numbers of 0..1 from the top left corner, x as a share of the
picture's width, y of its height. `rect`: left, top, right, bottom. `circle`: x and y of the centre, and the radius as a
share of the width. `polygon`: x and y of each corner. HTML's image maps have the same in pixels (HTML Living Standard,
4.8.14).
"""

from collections.abc import Mapping, Sequence
from math import isfinite

from ..marking.choice import weights
from ..shared.shapes import Place

ELSEWHERE = "elsewhere"
"""What is chosen by a point in no region. It earns nothing, and no region may have this id."""


def region_at(regions: Sequence[Place], x: float, y: float, *, ratio: float = 1.0) -> str:
    """Return the id of the first region that the point falls into, or `ELSEWHERE`.

    `ratio` is the height of the picture over its width.
    """
    return next(
        (region["id"] for region in regions if _holds(region["shape"], region["coords"], x, y, ratio)), ELSEWHERE
    )


def mark(fractions: Mapping[str, float], response: Sequence[str]) -> float:
    """Return the fractions of the chosen regions added up, cut to 0..1."""
    return weights(fractions, response)


def is_region(shape: str, coords: object) -> bool:
    """Return whether these are the coordinates of such a shape, on the picture and not empty."""
    if not isinstance(coords, list) or not all(
        isinstance(one, (int, float)) and isfinite(one) and 0 <= one <= 1 for one in coords
    ):
        return False
    if shape == "rect":
        return len(coords) == 4 and coords[0] < coords[2] and coords[1] < coords[3]
    if shape == "circle":
        return len(coords) == 3 and coords[2] > 0
    return shape == "polygon" and len(coords) >= 6 and len(coords) % 2 == 0


def _holds(shape: str, coords: Sequence[float], x: float, y: float, ratio: float) -> bool:
    if shape == "rect":
        left, top, right, bottom = coords
        return left <= x <= right and top <= y <= bottom
    if shape == "circle":
        across, down, radius = coords
        return (x - across) ** 2 + ((y - down) * ratio) ** 2 <= radius**2
    return _encloses(list(zip(coords[::2], coords[1::2], strict=True)), x, y)


def _encloses(corners: Sequence[tuple[float, float]], x: float, y: float) -> bool:
    """Return the even-odd rule: a ray from the point to the side crosses the outline an odd number of times (SVG 2,
    13.4.2).
    """
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
