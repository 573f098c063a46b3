"""Text of a content in named passages, plain, so that two versions of it can be laid side by side. Pure."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

MOST = 500_000
"""Characters of HTML that are read; what stands behind them is not compared."""
_LINES = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_ADDRESSES = {"a": "href", "img": "src", "audio": "src", "video": "src"}


@dataclass(frozen=True)
class Passage:
    """A part of a content, such as the text of a lesson, or the right answer of one question.

    `name` is the same in each version of the content and stands there once. `label` says what the passage is, `heading`
    what it belongs to. A line of `text` is a paragraph. `language` is given where it is not that of the content.
    `subject` names what not everybody who sees the content in the admin may read, such as a question: see
    `ActivityType.readable`.
    """

    name: str
    label: Any
    text: str
    heading: str = ""
    subject: str = ""
    language: str = ""


def lines_of(html: str) -> str:
    """Return HTML as plain text, a paragraph, item or cell per line.

    What a picture shows and where a link leads is told in brackets.
    """
    reader = _Reader()
    reader.feed(html[:MOST])
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Reader of the texts in HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINES:
            self.pieces.append("\n")
        given = dict(attrs)
        told = [given.get("alt") if tag == "img" else None, given.get(_ADDRESSES.get(tag, ""))]
        if any(told):
            self.pieces.append(f" [{' '.join(filter(None, told))}] ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data.replace("\n", " "))
