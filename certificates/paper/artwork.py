"""The drawn part of the certificate: the woven band above and below, and the double border. Pure."""

import base64
from functools import lru_cache

PAPER, INK, TEAL, PALE, GOLD = "#fffdf8", "#17272e", "#0b5963", "#4f8b92", "#e7b84c"
WIDTH, HEIGHT = 2970, 2100
"""A4 landscape in tenths of a millimetre."""
_EDGE, _BAND, _TILES = 70, 40, 48


@lru_cache(maxsize=1)
def frame() -> str:
    """Return an SVG of the whole page with nothing in its middle."""
    left, right, top, bottom = _EDGE, WIDTH - _EDGE, _EDGE, HEIGHT - _EDGE
    outer = _outline(left + 4, top + 4, right - 4, bottom - 4)
    inner = _outline(left + 26, top + _BAND + 22, right - 26, bottom - _BAND - 22)
    strips = "".join(
        f'<rect x="{left}" y="{y}" width="{right - left}" height="{_BAND}" fill="{TEAL}"/>'
        for y in (top, bottom - _BAND)
    )
    weave = "".join(
        f'<path d="{_triangles(start, base, tip)}" fill="{colour}"/>'
        for base, tip in ((top + _BAND, top), (bottom - _BAND, bottom))
        for start, colour in ((0.0, GOLD), (0.5, PALE))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="{outer}" fill="none" stroke="{TEAL}" stroke-width="8"/><path d="{inner}" fill="none" '
        f'stroke="{GOLD}" stroke-width="4"/>'
        f"{strips}{weave}</svg>"
    )


def data_uri(svg: str) -> str:
    """Return `svg` as the address of an image that needs no file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _outline(left: float, top: float, right: float, bottom: float) -> str:
    return f"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z"


def _triangles(start: float, base: float, tip: float) -> str:
    """Return triangles half a tile wide, from `start` (a share of a tile), standing on the line `base` and pointing to
    `tip`.
    """
    tile = (WIDTH - 2 * _EDGE) / _TILES
    lefts = [_EDGE + (number + start) * tile for number in range(_TILES)]
    return "".join(f"M{x:.1f} {base}L{x + tile / 4:.1f} {tip}L{x + tile / 2:.1f} {base}Z" for x in lefts)
