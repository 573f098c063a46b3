"""Texts in the formats that Moodle knows as HTML, and HTML as plain text. Pure."""

import re
from collections.abc import Iterator
from html import escape, unescape

from markdown_it import MarkdownIt

HTML, MOODLE, PLAIN, MARKDOWN = "html", "moodle", "plain", "markdown"
BLANK = " \t\n\r\0\x0b"
"""What PHP's trim takes away: a no-break space stays."""

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|table|pre|h[1-6]|blockquote|hr|dl|figure|section)\b", re.IGNORECASE)
_BREAK = re.compile(r"(?:<br\s*/?>|</(?:p|div|li|tr|h[1-6]|pre|blockquote)>)[ \t]*\n?", re.IGNORECASE)
_TAG = re.compile(r"<(?:!--.{0,1000}?-->|/?[a-zA-Z][^<>]*>)", re.DOTALL)
MARKDOWN_LIMIT = 100_000
"""Characters of one text beyond which Markdown is taken as plain text: nobody writes such a question by hand."""


def as_html(text: str, kind: str) -> str:
    """Return `text` of that format as HTML that may stand in a page once it is cleaned; empty for an empty text."""
    text = text.strip(BLANK)
    if not text:
        return ""
    if kind == MARKDOWN and len(text) <= MARKDOWN_LIMIT:
        return str(_MARKDOWN.render(text)).strip()
    if kind == HTML:
        return text
    return _paragraphs(text if kind == MOODLE else escape(text, quote=False))


def _paragraphs(text: str) -> str:
    """Return paragraphs: lines become lines, and the whole a paragraph where it holds no block (Moodle's
    `text_to_html`).
    """
    if _BLOCK.search(text):
        return text
    return "<p>" + re.sub(r"\r?\n", "<br>", text) + "</p>"


def as_plain(html: str) -> str:
    """Return the text of HTML, without tags: paragraphs and breaks become lines."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", html))).strip()


def one_line(text: str) -> str:
    """Return runs of blanks as one blank."""
    return " ".join(text.split())


def short_name(text: str, *, most: int = 80) -> str:
    """Return a name for a question that has none: how its text begins, in `most` characters at most, cut between words
    where it can be.
    """
    plain = one_line(as_plain(text))
    if len(plain) <= most:
        return plain
    cut = plain[: most - 1]
    return (cut.rsplit(" ", 1)[0] or cut) + "…"


def clean_name(name: str) -> str:
    """Return the name that a file gives, without tags, 255 characters at most as in Moodle."""
    return one_line(_TAG.sub("", name))[:255]


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a file, without blanks around them; a file without line feeds has those of an old
    Macintosh.
    """
    mark, start = "\n" if "\n" in text else "\r", 0
    while (end := text.find(mark, start)) >= 0:
        yield text[start:end].strip(BLANK)
        start = end + 1
    yield text[start:].strip(BLANK)
