"""Areas of an image, in its pixels and as shares of its width and height. Pure."""

import math
from collections.abc import Sequence

from .refusal import Unread

_ELLIPSE_CORNERS = 32
_LENGTHS = {"rect": 4, "circle": 3, "ellipse": 4}


def inside(shape: str, coords: Sequence[float], point: Sequence[float]) -> bool:
    """Return whether a point is in an area, with the edge."""
    if len(point) != 2:
        return False
    x, y = point
    match shape, list(coords):
        case "default", _:
            return True
        case "rect", [left, top, right, bottom]:
            return left <= x <= right and top <= y <= bottom
        case "circle", [cx, cy, radius]:
            return math.hypot(x - cx, y - cy) <= radius
        case "ellipse", [cx, cy, across, down] if across and down:
            return ((x - cx) / across) ** 2 + ((y - cy) / down) ** 2 <= 1
        case "poly", corners:
            return _within(_pairs(corners), x, y)
    return False


def relative(shape: str, coords: Sequence[float], width: float, height: float) -> tuple[str, list[float]]:
    """Return our shape of an area in pixels, and its numbers 0..1: x by the width, y by the height, a radius by the
    width.

    An ellipse becomes a polygon. Raises `Unread` for numbers that make no area.
    """
    coords = list(coords)
    if shape == "default":
        return "rect", [0.0, 0.0, 1.0, 1.0]
    if not _sound(shape, coords) or width <= 0 or height <= 0:
        raise Unread("qti-bad-coordinates", value=",".join(f"{number:g}" for number in coords))
    if shape == "circle":
        return "circle", [coords[0] / width, coords[1] / height, coords[2] / width]
    if shape == "ellipse":
        shape, coords = "poly", _ring(*coords)
    if shape == "poly" and len(coords) > 6 and coords[:2] == coords[-2:]:
        coords = coords[:-2]
    shares = [number / (height if place % 2 else width) for place, number in enumerate(coords)]
    return ("polygon" if shape == "poly" else "rect"), shares


def _sound(shape: str, coords: Sequence[float]) -> bool:
    if shape == "poly":
        return len(coords) >= 6 and len(coords) % 2 == 0
    return _LENGTHS.get(shape) == len(coords)


def _ring(cx: float, cy: float, across: float, down: float) -> list[float]:
    angles = [2 * math.pi * step / _ELLIPSE_CORNERS for step in range(_ELLIPSE_CORNERS)]
    return [part for angle in angles for part in (cx + across * math.cos(angle), cy + down * math.sin(angle))]


def _pairs(coords: Sequence[float]) -> list[tuple[float, float]]:
    return list(zip(coords[0::2], coords[1::2], strict=False))


def _within(corners: list[tuple[float, float]], x: float, y: float) -> bool:
    """Return whether a point lies within, by counting the edges that a ray crosses."""
    odd = False
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd
