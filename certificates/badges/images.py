"""Picture of a badge: a woven ring around a star, as SVG and as PNG from the same points. Pure."""

import io
import math
from functools import lru_cache
from html import escape

from PIL import Image, ImageDraw

from ..paper.artwork import GOLD, PALE, PAPER, TEAL

SIZE = 400
"""Width and height in pixels of the PNG, and in units of the SVG."""
_SMOOTH = 4
"""Times the size at which the PNG is drawn before it is made smaller, so that its edges are smooth."""
_TILES = 24
Point = tuple[float, float]
Shape = tuple[str, tuple[Point, ...]]


def svg(title: str) -> bytes:
    """Return the picture as SVG, with `title` for those who do not see it."""
    drawn = "".join(
        f'<polygon fill="{colour}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'
        for colour, points in _shapes()
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" role="img">'
    return f"{head}<title>{escape(title)}</title>{drawn}</svg>".encode()


@lru_cache(maxsize=1)
def png() -> bytes:
    """Return the picture as PNG."""
    side = SIZE * _SMOOTH
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    for colour, points in _shapes():
        draw.polygon([(x * _SMOOTH, y * _SMOOTH) for x, y in points], fill=colour)
    file = io.BytesIO()
    small = picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    small.quantize(128, Image.Quantize.FASTOCTREE).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=1)
def _shapes() -> tuple[Shape, ...]:
    """Return coloured polygons, the lowest first: ring, weave, inner disc, star."""
    weave = [
        (colour, _tile(number + shift)) for number in range(_TILES) for shift, colour in ((0.0, GOLD), (0.5, PALE))
    ]
    star = tuple(_around(n / 16, 112 if n % 2 == 0 else 62) for n in range(16))
    return (
        (TEAL, _disc(196)),
        *weave,
        (PAPER, _disc(146)),
        (GOLD, _disc(138)),
        (PAPER, _disc(134)),
        (TEAL, star),
        (GOLD, _disc(34)),
    )


def _around(turn: float, radius: float) -> Point:
    """Return the point at `turn` (0..1 clockwise from the top) and `radius` around the middle."""
    angle = 2 * math.pi * turn - math.pi / 2
    return SIZE / 2 + radius * math.cos(angle), SIZE / 2 + radius * math.sin(angle)


def _disc(radius: float) -> tuple[Point, ...]:
    return tuple(_around(n / 120, radius) for n in range(120))


def _tile(place: float) -> tuple[Point, ...]:
    """Return one triangle of the weave, which points outwards from the inner edge of the ring or inwards from the outer
    one.
    """
    base, tip = (152, 188) if place == int(place) else (188, 152)
    return tuple(_around((place + side) / _TILES, radius) for side, radius in ((-0.25, base), (0.0, tip), (0.25, base)))
