"""Checks of a design: what would be cut, covered, unreadable or missing on paper, in words."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from ..design.layout import Placed, Text
from ..design.sheet import LEAST_QR, LEAST_SIZE, NEEDED, QR, TEXT, Element, Sheet

Problem = tuple[int | None, str, str]
"""Place of the element in the sheet, or None for the whole; name of the field; sentence."""


def problems(sheet: Sheet, placed: Sequence[Placed]) -> list[Problem]:
    """Return the problems of `sheet`, whose longest contents are `placed`."""
    found = [problem for number, element in enumerate(sheet.elements) for problem in _of_box(number, element, sheet)]
    return [*found, *_sizes(placed), *_covered(sheet), *_missing(sheet)]


def _of_box(number: int, element: Element, sheet: Sheet) -> Iterator[Problem]:
    if element.x + element.w > sheet.width:
        about = {"most": f"{sheet.width - element.x:.1f}"}
        yield number, "w", _("The box ends beside the page: at most %(most)s mm from here.") % about
    if element.y + element.h > sheet.height:
        about = {"most": f"{sheet.height - element.y:.1f}"}
        yield number, "h", _("The box ends below the page: at most %(most)s mm from here.") % about
    if element.kind == QR and min(element.w, element.h) < LEAST_QR:
        yield number, "w", _("Phones read the QR code from %(least)s mm.") % {"least": f"{LEAST_QR:.0f}"}


def _sizes(placed: Sequence[Placed]) -> Iterator[Problem]:
    smallest: dict[int, float] = {}
    for box in placed:
        if isinstance(box, Text):
            smallest[box.source] = min(box.size, smallest.get(box.source, box.size))
    for number, size in smallest.items():
        if size < LEAST_SIZE:
            about = {"size": f"{size:.1f}", "least": f"{LEAST_SIZE:.0f}"}
            sentence = _("The longest text would have %(size)s points here, fewer than %(least)s. Make the box larger.")
            yield number, "h", sentence % about


def _covered(sheet: Sheet) -> Iterator[Problem]:
    codes = [element for element in sheet.elements if element.kind == QR]
    for number, element in enumerate(sheet.elements):
        if element.kind != QR and any(_overlap(element, code) for code in codes):
            yield number, "x", _("This box covers the QR code, which phones then cannot read.")


def _overlap(one: Element, other: Element) -> bool:
    across = one.x < other.x + other.w and other.x < one.x + one.w
    return across and one.y < other.y + other.h and other.y < one.y + one.h


def _missing(sheet: Sheet) -> Iterator[Problem]:
    lines = {line for element in sheet.elements if element.kind == TEXT for line in element.lines}
    if set(NEEDED) - lines:
        yield None, "", _("A certificate needs the name, the course, the institution that issues it and the serial.")
    if not any(element.kind == QR for element in sheet.elements):
        yield None, "", _("A certificate needs the QR code by which it is verified.")
