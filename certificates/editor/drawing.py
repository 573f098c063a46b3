"""Drawing of a design on the screen, from the same layout as the paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils import translation

from lms.foundation.interface.paper import fonts
from lms.people.directory.institutions import Institution

from ..design.fitting import POINT, DoesNotFit
from ..design.layout import Box, Contents, Drawn, Gap, Placed, Rule, Text
from ..design.sheet import Element, Sheet
from ..paper import rendering
from ..paper.contents import contents_of
from ..paper.samples import sample
from .choices import KINDS, LINES, SCRIPTS

_BASELINE = 1.05
"""Distance of the baseline from the upper edge of a line, in font sizes."""


@dataclass(frozen=True)
class Line:
    """A line of text in SVG: lengths in millimetres, as texts without the decimal comma of a language."""

    x: str
    y: str
    size: str
    anchor: str
    width: str
    direction: str
    text: str
    colour: str
    bold: bool


@dataclass(frozen=True)
class Preview:
    """A page on the screen: background, pictures, rules, lines of text, and the box of each element."""

    language: str
    script: str
    width: str
    height: str
    background: str
    pictures: Sequence[dict[str, str]]
    rules: Sequence[dict[str, str]]
    lines: Sequence[Line]
    boxes: Sequence[dict[str, str]]


def previews(sheet: Sheet, institution: Institution) -> tuple[list[Preview], list[Placed]]:
    """Return the page in each script with the longest contents, and all that stands on these pages."""
    shown, everything = [], []
    for language, script in SCRIPTS.items():
        with translation.override(language):
            contents = contents_of(sample(language, institution), sheet, is_sample=True)
            placed = _placed(sheet, contents)
        shown.append(_preview(sheet, placed, language, str(script), contents.right_to_left))
        everything += placed
    return shown, everything


def _placed(sheet: Sheet, contents: Contents) -> list[Placed]:
    """Return what stands on the page; a text too long for its box in the least size, which the checks name."""
    try:
        return rendering.layout(sheet, contents)
    except DoesNotFit:
        placed: list[Placed] = []
        for number, element in enumerate(sheet.elements):
            try:
                alone = rendering.layout(Sheet(sheet.page, sheet.landscape, "", (element,)), contents)
            except DoesNotFit:
                alone = [Text(element.x, element.y, element.w, element.h, 0, (), 0.0, False, "", "center", False)]
            placed += [replace(box, source=number) for box in alone]
        return placed


def _preview(sheet: Sheet, placed: Sequence[Placed], language: str, script: str, mirrored: bool) -> Preview:
    return Preview(
        language=language,
        script=script,
        width=f"{sheet.width:.1f}",
        height=f"{sheet.height:.1f}",
        background=rendering.background_image(sheet),
        pictures=[_lengths(box) | {"uri": box.image.uri} for box in placed if isinstance(box, Drawn)],
        rules=[_lengths(box) for box in placed if isinstance(box, Rule)],
        lines=[line for box in placed if isinstance(box, Text) for line in _lines(box)],
        boxes=list(_boxes(sheet, placed, mirrored)),
    )


def _lengths(box: Box | Element) -> dict[str, str]:
    return {name: f"{getattr(box, name):.2f}" for name in "xywh"}


def _lines(box: Text) -> Iterator[Line]:
    for number, line in enumerate(box.lines):
        right_to_left = rendering.is_right_to_left(line, box)
        x = {"left": box.x, "right": box.x + box.w}.get(box.align, box.x + box.w / 2)
        anchor = "start" if (box.align == "left") != right_to_left else "end"
        if box.align == "center":
            anchor = "middle"
        width = fonts.width(line, weight=fonts.BOLD if box.bold else fonts.REGULAR) * box.size * POINT
        yield Line(
            x=f"{x:.2f}",
            y=f"{box.y + (number * box.leading + box.size * _BASELINE) * POINT:.2f}",
            size=f"{box.size * POINT:.2f}",
            anchor=anchor,
            width=f"{width:.2f}",
            direction="rtl" if right_to_left else "ltr",
            text=line,
            colour=box.colour,
            bold=box.bold,
        )


def _boxes(sheet: Sheet, placed: Sequence[Placed], mirrored: bool) -> Iterator[dict[str, str]]:
    gaps = {box.source: box.name for box in placed if isinstance(box, Gap)}
    for number, element in enumerate(sheet.elements):
        lengths = _lengths(element)
        if mirrored:
            lengths["x"] = f"{sheet.width - element.x - element.w:.2f}"
        yield lengths | {"number": str(number), "label": label_of(element), "gap": gaps.get(number, "")}


def label_of(element: Element) -> str:
    """Return what the element is, in words."""
    if element.lines:
        return ", ".join(str(LINES.get(line, line)) for line in element.lines)
    return str(KINDS.get(element.kind, element.kind))
