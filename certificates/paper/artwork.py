"""The drawn parts of a certificate: the woven bands, the double border and the rosette. Pure."""

import base64
import math
from functools import lru_cache

PAPER, INK, TEAL, PALE, GOLD = "#fffdf8", "#17272e", "#0b5963", "#4f8b92", "#e7b84c"
_FAINT = "#f3ead6"
_EDGE, _BAND, _TILE = 70, 40, 59
"""In tenths of a millimetre, as all lengths here."""
EMBLEM = 1200
_STEPS = 288
SVG = "data:image/svg+xml;base64,"


@lru_cache(maxsize=8)
def frame(width: int, height: int) -> str:
    """Return the picture of a whole page in tenths of a millimetre, with a faint rosette in its middle."""
    left, right, top, bottom = _EDGE, width - _EDGE, _EDGE, height - _EDGE
    tiles = round((right - left) / _TILE)
    tile = (right - left) / tiles
    inner = _border(left + 26, top + _BAND + 22, right - 26, bottom - _BAND - 22)
    strips = "".join(
        f'<rect x="{left}" y="{y}" width="{right - left}" height="{_BAND}" fill="{TEAL}"/>'
        for y in (top, bottom - _BAND)
    )
    weave = "".join(
        f'<path d="{_triangles(left, tile, tiles, start, base, tip)}" fill="{colour}"/>'
        for base, tip in ((top + _BAND, top), (bottom - _BAND, bottom))
        for start, colour in ((0.0, GOLD), (0.5, PALE))
    )
    radius = min(width, height) * 0.33
    rosette = "".join(_curve(width / 2, height / 2, radius * share, 24, 0.16) for share in (1.0, 0.86, 0.72, 0.58))
    return _svg(
        width,
        height,
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
        f'<path d="{rosette}" fill="none" stroke="{_FAINT}" stroke-width="3"/>'
        f'<rect x="{left + 4}" y="{top + 4}" width="{right - left - 8}" height="{bottom - top - 8}" fill="none" '
        f'stroke="{TEAL}" stroke-width="8"/>'
        f'<path d="{inner}" fill="none" stroke="{GOLD}" stroke-width="5"/>'
        f"{strips}{weave}",
    )


def _border(left: float, top: float, right: float, bottom: float) -> str:
    """Return a double border whose corners are cut in as on a deed."""
    rings = []
    for inset, cut in ((0, 60), (14, 56)):
        x, y, to_x, to_y = left + inset, top + inset, right - inset, bottom - inset
        rings.append(
            f"M{x + cut} {y}L{to_x - cut} {y}L{to_x - cut} {y + cut}L{to_x} {y + cut}L{to_x} {to_y - cut}"
            f"L{to_x - cut} {to_y - cut}L{to_x - cut} {to_y}L{x + cut} {to_y}L{x + cut} {to_y - cut}"
            f"L{x} {to_y - cut}L{x} {y + cut}L{x + cut} {y + cut}Z"
        )
    return "".join(rings)


def _triangles(left: float, tile: float, tiles: int, start: float, base: float, tip: float) -> str:
    """Return triangles half a tile wide, from `start` (a share of a tile), standing on the line `base` and pointing to
    `tip`.
    """
    lefts = [left + (number + start) * tile for number in range(tiles)]
    return "".join(f"M{x:.1f} {base}L{x + tile / 4:.1f} {tip}L{x + tile / 2:.1f} {base}Z" for x in lefts)


def _curve(x: float, y: float, radius: float, petals: int, depth: float, turns: int = 3) -> str:
    """Return closed waves around a centre, each turned by a share of a petal: the weave of a guilloche."""
    path = []
    for turn in range(turns):
        points = []
        for step in range(_STEPS):
            angle = math.tau * step / _STEPS
            far = radius * (1 - depth + depth * math.cos(petals * angle + math.tau * turn / turns))
            points.append(f"{x + far * math.cos(angle):.0f} {y + far * math.sin(angle):.0f}")
        path.append("M" + "L".join(points) + "Z")
    return "".join(path)


@lru_cache(maxsize=1)
def emblem() -> str:
    """Return a rosette as a square picture, in the place of a crest where an institution has none."""
    middle = EMBLEM / 2
    waves = "".join(
        f'<path d="{_curve(middle, middle, middle * share, 16, 0.2)}" fill="none" stroke="{colour}" stroke-width="4"/>'
        for share, colour in ((0.98, GOLD), (0.80, TEAL), (0.62, PALE), (0.44, GOLD), (0.26, TEAL))
    )
    return _svg(EMBLEM, EMBLEM, waves)


def _svg(width: int, height: int, drawing: str) -> str:
    """Return a picture as a data address, which needs no file."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return SVG + base64.b64encode(f"{svg}{drawing}</svg>".encode()).decode()
