"""Moodle XML files read. Pure. As Moodle reads them (`question/format/xml/format.php`, 5.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from ..category import path
from ..draft import Category, Description, Draft, Entry, Reading, Refused, reading_of
from ..grades import Unreadable
from ..numbers import number
from ..parsed_question import ParsedQuestion
from ..texts import clean_name, short_name
from ..xml import Broken, pieces, xml_text
from .fields import Field, Files, child_text, inner_text, read_field
from .types import TYPES

_THIRD = 0.3333333
"""What Moodle means by a penalty near it."""


def read(data: bytes) -> Reading:
    """Read a Moodle XML file. A file that is no such XML is fatal: half of a file is not imported."""
    text, encoding = xml_text(data)
    try:
        return reading_of(_with_categories(text), encoding=encoding)
    except Broken as trouble:
        return Reading(fatal=trouble.refused, encoding=encoding)


def _with_categories(text: str) -> Iterator[Entry]:
    category: tuple[str, ...] = ()
    for element, line in pieces(text, tag="question", root="quiz"):
        entry = _entry(element, line, category)
        category = entry.path if isinstance(entry, Category) else category
        yield entry


def _entry(question: Element, line: int, category: tuple[str, ...]) -> Entry:
    kind = question.get("type", "")
    if kind == "category":
        return Category(path(inner_text(question.find("category"))), line=line)
    name = clean_name(inner_text(question.find("name")))
    try:
        return _question(question, kind, _Place(name, line, category))
    except Unreadable as trouble:
        return trouble.refused(name=name, line=line, type=kind)


@dataclass(frozen=True)
class _Place:
    """Place of a question in its file."""

    name: str
    line: int
    category: tuple[str, ...]


def _question(question: Element, kind: str, place: _Place) -> Entry:
    files = Files()
    stem = read_field(question.find("questiontext"), files)
    if kind == "description":
        return Description(stem.html, name=place.name, line=place.line, written=stem.written)
    if kind not in TYPES:
        return Refused("type-unknown", {"type": kind}, name=place.name, line=place.line, type=kind)
    return _draft(question, place, stem, TYPES[kind](question, stem, files), files)


def _draft(question: Element, place: _Place, stem: Field, content: ParsedQuestion, files: Files) -> Draft:
    feedback = read_field(question.find("generalfeedback"), files, stem.kind).html
    hints = tuple(hint for element in question.findall("hint") if (hint := _hint(element, stem, files)))
    mark = _positive(child_text(question, "defaultgrade", "1"), 1.0) if content.mark is None else content.mark
    name = place.name or short_name(stem.html)
    asked = stem.html if content.stem is None else content.stem or f"<p>{escape(name or '…', quote=False)}</p>"
    return Draft(
        kind=content.kind,
        stem=asked,
        body=content.body,
        name=name,
        feedback=feedback,
        hints=hints,
        category=place.category,
        tags=_tags(question),
        number=child_text(question, "idnumber"),
        line=place.line,
        files=files.by_name,
        mark=mark,
        penalty=_penalty(question),
        written={"stem": stem.written, **content.written},
    )


def _hint(element: Element, stem: Field, files: Files) -> str:
    older = element.find("hintcontent")
    return read_field(element if older is None else older, files, stem.kind).html


def _tags(question: Element) -> tuple[str, ...]:
    texts = [inner_text(tag) for tag in question.findall("tags/tag")]
    return tuple(dict.fromkeys(text for text in texts if text))


def _penalty(question: Element) -> float | None:
    given = child_text(question, "penalty")
    if not given:
        return None
    penalty = min(1.0, _positive(given, 0.0))
    return 1 / 3 if abs(penalty - _THIRD) < 0.005 else penalty


def _positive(text: str, default: float) -> float:
    """Return a number that is not below 0, where the text is one."""
    try:
        return max(0.0, number(text))
    except Unreadable:
        return default
