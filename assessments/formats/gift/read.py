"""GIFT files read. Pure. As Moodle reads them (`question/format/gift/format.php`, 5.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.foundation.interface.decoding import decoded

from ..category import path
from ..draft import Category, Description, Draft, Entry, Reading, Refused, reading_of
from ..grades import Unreadable
from ..texts import BLANK, clean_name, lines_of, short_name
from .answers import reader
from .text import Text, hide, parsed, show

_ID = re.compile(r"\[id:((?:\\\]|[^\]\x00-\x1f\x7f]){1,255})\]")
_TAG = re.compile(r"\[tag:((?:\\\]|[^\]<>`\x00-\x1f\x7f]){1,255})\]")
_GAP = "_____"


@dataclass
class _Block:
    """Lines between blank lines, without their comments."""

    line: int
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    begun: bool = False
    """Has it a line that is no comment?"""

    def add(self, line: str, number: int) -> None:
        if line.startswith("//"):
            self.comments.append(line)
            self.lines.append(" ")
            return
        if not self.begun:
            self.line, self.begun = number, True
        self.lines.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip(BLANK)


def read(data: bytes) -> Reading:
    """Read a GIFT file. A question that cannot be read ends nothing but itself."""
    text, encoding = decoded(data)
    return reading_of(_with_categories(text), encoding=encoding)


def _with_categories(text: str) -> Iterator[Entry]:
    category: tuple[str, ...] = ()
    for block in _blocks(text):
        for entry in _entries(block, category):
            category = entry.path if isinstance(entry, Category) else category
            yield entry


def _blocks(text: str) -> Iterator[_Block]:
    block = None
    for number, line in enumerate(lines_of(text), 1):
        if line:
            block = block or _Block(number)
            block.add(line, number)
        elif block:
            yield block
            block = None
    if block:
        yield block


def _entries(block: _Block, category: tuple[str, ...]) -> Iterator[Entry]:
    text = hide(block.text)
    if not text:
        return
    if text.startswith("$CATEGORY:"):
        yield from _category(block, text)
        return
    name, text = _named(text)
    try:
        yield _question(block, name, text, category)
    except Unreadable as trouble:
        yield trouble.refused(name=name or short_name(show(text)), line=block.line, type="")


def _category(block: _Block, text: str) -> Iterator[Entry]:
    first, _end, rest = text.partition("\n")
    yield Category(path(show(first[len("$CATEGORY:") :])), line=block.line)
    rest = rest.strip(BLANK)
    if rest:
        yield Refused("gift-category", name=short_name(show(rest)), line=block.line)


def _named(text: str) -> tuple[str, str]:
    """Return the name between double colons, and the rest. Without an end it is text of the question."""
    if not text.startswith("::"):
        return "", text
    name, end, rest = text[2:].partition("::")
    return (clean_name(show(name)), rest.strip(BLANK)) if end else ("", text[2:])


def _question(block: _Block, name: str, text: str, category: tuple[str, ...]) -> Draft | Description:
    start, end = text.find("{"), text.find("}")
    if start == end == -1:
        stem = parsed(text)
        return Description(stem.html, name=name or short_name(stem.written), line=block.line, written=stem.written)
    if not -1 < start < end:
        raise Unreadable("gift-braces")
    gap = "" if text.endswith("}") else _GAP
    stem = parsed(text[:start] + gap + text[end + 1 :])
    answers, feedback = _feedback(text[start + 1 : end].strip(BLANK), stem)
    kind, body, written = reader(answers)(answers, stem.kind)
    comments = "\n".join(block.comments)
    number = _ID.search(comments)
    return Draft(
        kind=kind,
        stem=stem.html,
        body=body,
        name=name or short_name(stem.html),
        feedback=feedback,
        category=category,
        tags=tuple(_unbracketed(tag) for tag in _TAG.findall(comments)),
        number=_unbracketed(number[1]) if number else "",
        line=block.line,
        written={"stem": stem.written, **written},
    )


def _feedback(answers: str, stem: Text) -> tuple[str, str]:
    """Return the answers, and as HTML the feedback on the whole that follows the last four hashes."""
    before, mark, after = answers.rpartition("####")
    return (before.strip(BLANK), parsed(after, stem.kind).html) if mark else (answers, "")


def _unbracketed(text: str) -> str:
    return text.strip(BLANK).replace("\\]", "]")
