"""Diagrams of lessons: SVG of shapes and texts, read strictly and drawn with the words of a language. Pure."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from xml.etree.ElementTree import Element, SubElement, tostring

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lms.foundation.interface.xml import UnreadableXml, element_of

LARGEST, MOST = 30_000, 400
"""Characters of a diagram, and its elements."""
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = {"g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_LOOKS = {
    *("fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "fill-opacity"),
    *("opacity", "fill-rule"),
}
_PLACES = {
    *("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "points", "d", "viewBox"),
    *("font-size", "font-weight", "text-anchor", "inline-size"),
}
_PLAIN = re.compile(r"[\w\s.,+-]*", re.ASCII)
_COLOUR = re.compile(r"none|currentColor|var\(--[a-z-]+\)")
"""A colour that follows the page from light to dark."""
_BLANKS = re.compile(r"[ \t\r\n]+")
_SIZE = re.compile(r"0 0 ([1-9]\d{0,3}) ([1-9]\d{0,3})", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,4})?", re.ASCII)
_MEASURES = {"x", "y", "font-size", "inline-size"}
"""Attributes of a text with which we calculate."""
_FONT_SIZE, _LINE, _MIDDLE, _LETTER = 14.0, 1.25, 0.35, 0.52
"""Size of the texts in units of the drawing; in sizes: from line to line, from the middle of a line to where letters
stand, and the width of a letter, with room to spare.
"""
_WIDTH = "440"
"""Width on a wide page in pixels; a narrower column narrows the diagram."""


class BadDrawing(ValidationError):
    """Refusal of an SVG that a lesson cannot show."""


def read_drawing(svg: str) -> Element:
    """Return the outermost element of a diagram. Raises `BadDrawing`."""
    if len(svg) > LARGEST:
        raise BadDrawing(_("The diagram is too large: at most 30,000 characters and 400 shapes."))
    try:
        root = element_of(svg)
    except UnreadableXml as error:
        raise BadDrawing(_("The text is no SVG that can be read: %(error)s.") % {"error": error}) from error
    if sum(1 for _element in root.iter()) > MOST:
        raise BadDrawing(_("The diagram is too large: at most 30,000 characters and 400 shapes."))
    if refused := next(_refused(root), None):
        raise BadDrawing(_("A diagram cannot have %(part)s. It has shapes and texts alone.") % {"part": refused[:100]})
    return root


def _refused(root: Element) -> Iterator[str]:
    """Yield elements, attributes and values that a diagram cannot have."""
    if root.tag != f"{_SVG}svg" or not _SIZE.fullmatch(root.get("viewBox", "")):
        yield 'another beginning than <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 340 400">'
    texts = root.findall(f"{_SVG}text")
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _SHAPES and element is not root and element not in texts:
            yield f"<{name}>"
        yield from _refused_attributes(element, is_text=element in texts)


def _refused_attributes(element: Element, *, is_text: bool) -> Iterator[str]:
    for attribute, value in element.items():
        allowed = _NUMBER if is_text and attribute in _MEASURES else _PLAIN
        allowed = _COLOUR if attribute in ("fill", "stroke") else allowed
        if attribute not in _LOOKS | _PLACES or not allowed.fullmatch(value):
            yield f'{attribute}="{value}"'


def texts_of(svg: str) -> list[str]:
    """Return the texts of a diagram in the order in which they stand. Raises `BadDrawing`."""
    return [_BLANKS.sub(" ", text.text or "").strip() for text in read_drawing(svg).findall(f"{_SVG}text")]


def drawn(svg: str, words: Sequence[str], *, label: str, mirrored: bool = False) -> str:
    """Return the diagram as a part of a page, made anew of what is allowed. Raises `BadDrawing`.

    `words` stand in place of its texts, in order; an empty one leaves the text. `label` is for readers who do not see
    it. `mirrored` turns the shapes, and the places of the words, for a language that is read from right to left.
    """
    root = read_drawing(svg)
    width, height = root.get("viewBox", "").split()[2:]
    head = {"viewBox": f"0 0 {width} {height}", "width": _WIDTH, "role": "img", "aria-label": label}
    picture = Element("svg", head)
    turned = {"transform": f"matrix(-1 0 0 1 {width} 0)"} if mirrored else {}
    shapes = SubElement(picture, "g", {**_looks(root), **turned})
    for child in root:
        if child.tag != f"{_SVG}text":
            _copy(shapes, child)
    given = {"fill": "currentColor", "text-anchor": "middle", "direction": "rtl" if mirrored else "ltr"}
    group = SubElement(picture, "g", given)
    texts = zip(root.findall(f"{_SVG}text"), texts_of(svg), strict=True)
    for number, (text, own) in enumerate(texts):
        word = words[number] if number < len(words) else ""
        x = float(text.get("x", 0))
        _write(group, text, word or own, x=float(width) - x if mirrored else x)
    return tostring(picture, encoding="unicode")


def _looks(element: Element) -> dict[str, str]:
    return {name: value for name, value in element.items() if name in _LOOKS}


def _copy(parent: Element, shape: Element) -> None:
    copied = SubElement(parent, shape.tag.removeprefix(_SVG), dict(shape.items()))
    for child in shape:
        _copy(copied, child)


def _write(group: Element, text: Element, word: str, *, x: float) -> None:
    """Write a word around the middle `y` of its text, in lines no longer than its `inline-size`."""
    size = max(1.0, float(text.get("font-size", _FONT_SIZE)))
    letters = float(text.get("inline-size", 10_000)) / (_LETTER * size)
    lines = wrap(word, max(1, int(letters)), break_long_words=False, break_on_hyphens=False)
    top = float(text.get("y", 0)) + size * (_MIDDLE - _LINE * (len(lines) - 1) / 2)
    kept = {name: value for name, value in text.items() if name in ("font-weight", "text-anchor")}
    written = SubElement(group, "text", {**_looks(text), **kept, "font-size": f"{size:g}"})
    for number, line in enumerate(lines):
        place = {"x": f"{x:g}", "y": f"{top + number * _LINE * size:g}"}
        SubElement(written, "tspan", place).text = line
