"""The design of the code, for institutions without one of their own. Pure."""

from dataclasses import replace
from functools import lru_cache

from .sheet import CREST, PLUGIN, QR, SIGNATURES, TEXT, Element, Sheet


@lru_cache
def default_sheet(page: str = "A4", *, landscape: bool = True) -> Sheet:
    """Return the default design for `page`: drawn for A4, its boxes moved and stretched for others."""
    drawn, sheet = Sheet("A4", landscape), Sheet(page, landscape)
    across, down = sheet.width / drawn.width, sheet.height / drawn.height
    elements = (_moved(element, across, down) for element in (_LANDSCAPE if landscape else _UPRIGHT))
    return replace(sheet, elements=tuple(elements))


def _moved(element: Element, across: float, down: float) -> Element:
    """Return `element` at its place on the other page; the QR code keeps its size."""
    x, y = round(element.x * across, 1), round(element.y * down, 1)
    if element.kind == QR:
        return replace(element, x=x, y=y)
    return replace(element, x=x, y=y, w=round(element.w * across, 1), h=round(element.h * down, 1))


_LANDSCAPE = (
    Element(CREST, 134.5, 20, 28, 26),
    Element(TEXT, 30, 47, 237, 8.5, ("issuer",), size=16, bold=True),
    Element(TEXT, 30, 55.5, 237, 6, ("programme",), size=10, colour="soft"),
    Element(TEXT, 30, 64, 237, 15, ("title",), size=31, bold=True, colour="teal"),
    Element(TEXT, 30, 79.5, 237, 6.5, ("certify",), size=12, colour="soft"),
    Element(TEXT, 30, 86.5, 237, 20, ("name",), size=36, bold=True),
    Element(TEXT, 30, 107, 237, 6.5, ("number",), size=12, colour="soft"),
    Element(TEXT, 30, 114, 237, 14, ("course",), size=21, bold=True),
    Element(TEXT, 62, 129, 173, 22, ("parts", "training", "completed", "valid"), size=11.5),
    Element(PLUGIN, 58, 151.5, 166, 9, size=9, colour="soft"),
    Element(SIGNATURES, 26, 161, 190, 29, size=10),
    Element(QR, 236, 146, 34, 34),
    Element(TEXT, 226, 181, 54, 4.5, ("serial",), size=10, bold=True),
    Element(TEXT, 226, 185.5, 54, 4.5, ("address",), size=8, colour="soft"),
)
_UPRIGHT = (
    Element(CREST, 88, 24, 34, 32),
    Element(TEXT, 24, 59, 162, 9, ("issuer",), size=16, bold=True),
    Element(TEXT, 24, 68, 162, 6, ("programme",), size=10, colour="soft"),
    Element(TEXT, 24, 80, 162, 16, ("title",), size=29, bold=True, colour="teal"),
    Element(TEXT, 24, 99, 162, 7, ("certify",), size=12, colour="soft"),
    Element(TEXT, 24, 108, 162, 24, ("name",), size=32, bold=True),
    Element(TEXT, 24, 134, 162, 7, ("number",), size=12, colour="soft"),
    Element(TEXT, 24, 143, 162, 20, ("course",), size=20, bold=True),
    Element(TEXT, 24, 166, 162, 34, ("parts", "training", "completed", "valid"), size=11.5),
    Element(PLUGIN, 24, 201, 162, 10, size=9, colour="soft"),
    Element(SIGNATURES, 22, 222, 116, 48, size=10),
    Element(QR, 150, 222, 34, 34),
    Element(TEXT, 142, 258.5, 50, 4.5, ("serial",), size=10, bold=True),
    Element(TEXT, 142, 263, 50, 4.5, ("address",), size=8, colour="soft"),
)
