"""HTML that somebody else wrote, as the rich text that Wagtail's editor stores. Pure."""

import re
from collections.abc import Callable, Collection
from html import escape
from html.parser import HTMLParser
from typing import Any

import nh3

from lms.foundation.plugins.block import SCHEMES

Picture = Callable[[str, str], str]
"""Gives the element that stands for the picture with that address and alternative text;
nothing where it is left out.
"""

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub"}
FEATURE = {"b": "bold", "i": "italic", "sup": "superscript", "sub": "subscript", "a": "link", "ol": "ol", "ul": "ul"}
LISTS = ("ol", "ul")
BLOCKS = {
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "caption",
    "section",
    "article",
    "dl",
    "dt",
    "dd",
    "hr",
    "figure",
    "figcaption",
}
CELLS = ("td", "th")
LET_IN = {*MARKS, *LISTS, *BLOCKS, *CELLS, "li", "a", "br", "img"}
BREAK = "<br/>"
_BREAKS = re.compile(rf"(?:{BREAK}\s*)*")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no database and no XML can hold."""


MOST_TAGS = 5_000
"""Tags in one text: the time that it takes to clean HTML grows with the square of how deep it nests."""


class TooManyTags(Exception):
    """A text has more than `MOST_TAGS`."""


def storable(text: str) -> str:
    """Return `text` without what cannot be stored: control characters and halves of characters."""
    return FORBIDDEN.sub("", text)


def rich(html: str, *, features: Collection[str], picture: Picture) -> str:
    """Return `html` as the editor with these `features` stores it: paragraphs, lists, marks, links and pictures; all
    else becomes plain text.

    Raises `TooManyTags`.
    """
    if html.count("<") > MOST_TAGS:
        raise TooManyTags
    attributes = {"a": {"href"}, "img": {"src", "alt"}}
    schemes = set(SCHEMES) | {"file"}
    safe = nh3.clean(storable(html), tags=LET_IN, attributes=attributes, url_schemes=schemes, link_rel=None)
    writer = _Writer(features, picture)
    writer.feed(safe)
    writer.close()
    return writer.text()


class _Writer(HTMLParser):
    """Second writer of what nh3 made well formed, in the few elements that the editor knows."""

    def __init__(self, features: Collection[str], picture: Picture) -> None:
        super().__init__(convert_charrefs=True)
        self._features, self._picture = features, picture
        self._done: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._starts: list[str] = []
        self._lists: list[str] = []
        self._item = False

    def text(self) -> str:
        self._end_line()
        return "".join(self._done)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in MARKS or tag == "a":
            self._begin_mark(tag, given)
        elif tag == "img":
            if "image" in self._features:
                self._line.append(self._picture(given.get("src", ""), given.get("alt", "")))
        elif tag == "br":
            self._line.append(BREAK)
        elif tag in CELLS:
            self._line.append(" ")
        else:
            self._begin_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in MARKS or tag == "a":
            self._end_mark(tag)
        elif tag in LISTS and self._lists:
            self._end_line()
            self._done.append(self._lists.pop())
        elif tag not in CELLS and tag not in ("br", "img"):
            self._end_line()

    def handle_data(self, data: str) -> None:
        self._line.append(escape(data, quote=False))

    def _begin_mark(self, tag: str, given: dict[str, str]) -> None:
        """Open a mark, unless the editor has none such or it is open already: bold within bold is bold."""
        start = self._start_of(MARKS.get(tag, tag), given)
        self._open.append((tag, start))
        if start:
            self._starts.append(start)
            self._line.append(start)

    def _start_of(self, kept: str, given: dict[str, str]) -> str:
        """Return the tag that opens a mark; nothing where it is left out."""
        if FEATURE[kept] not in self._features:
            return ""
        if kept == "a" and not _leads_somewhere(given.get("href", "")):
            return ""
        start = f'<a href="{escape(given["href"])}">' if kept == "a" else f"<{kept}>"
        return "" if start in self._starts else start

    def _end_mark(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            _tag, start = self._open.pop()
            if start:
                self._starts.pop()
                self._line.append(_end_of(start))

    def _begin_block(self, tag: str) -> None:
        self._end_line()
        if tag in LISTS and tag in self._features:
            self._done.append(f"<{tag}>")
            self._lists.append(f"</{tag}>")
        elif tag == "li":
            self._item = True

    def _end_line(self) -> None:
        """End the present line as a paragraph, or as an item of the list it stands in.

        Marks that are open go on in the next line.
        """
        starts, html = list(self._starts), "".join(self._line)
        self._line = list(starts)
        words = re.sub(r"<(?!embed)[^>]*>", "", html)
        if not words.strip():
            return
        html = _trimmed(html + "".join(_end_of(start) for start in reversed(starts)))
        self._done.append(f"<li>{html}</li>" if self._lists else f"<p>{html}</p>")


def _leads_somewhere(address: str) -> bool:
    """Return whether it is a whole address with a permitted scheme. A relative one is valid only at the question's
    origin.
    """
    return address.partition(":")[0].lower() in SCHEMES


def _end_of(start: str) -> str:
    return f"</{start[1:].split(' ')[0].rstrip('>')}>"


def _trimmed(html: str) -> str:
    """Return the text on one line, without blanks and breaks at its ends."""
    html = re.sub(r"[ \t\r\n]+", " ", html).strip()
    breaks = _BREAKS.match(html)
    start, end = breaks.end() if breaks else 0, len(html)
    while html.endswith(BREAK, start, end):
        end -= len(BREAK)
        while end > start and html[end - 1].isspace():
            end -= 1
    return html[start:end]


def readable(value: object) -> Any:
    """Return any JSON with all its texts made `storable`."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(name)): readable(part) for name, part in value.items()}
    return [readable(part) for part in value] if isinstance(value, (list, tuple)) else value
