"""Escapes of GIFT's marks, and formats of its texts. Pure."""

import re
from dataclasses import dataclass

from ..texts import BLANK, MOODLE, as_html

_MARKS = ":#={}~"
_STANDINS = {f"\\{mark}": chr(0xFDD0 + number) for number, mark in enumerate(_MARKS)} | {
    "\\n": "\ufdd6",
    "\\\\": "\ufdd7",
}
_BACK = {ord(standin): {"\\n": "\n", "\\\\": "\\"}.get(escaped, escaped[-1]) for escaped, standin in _STANDINS.items()}
_FREE = dict.fromkeys(range(0xFDD0, 0xFDF0))
_ESCAPED = re.compile(r"\\[:#={}~n\\]")
_RESERVED = str.maketrans({mark: f"\\{mark}" for mark in "\\" + _MARKS} | {"\n": "\\n", "\r": ""})
_FORMATS = ("moodle", "html", "plain", "markdown")


def hide(text: str) -> str:
    """Return `text` with a stand-in for every escaped mark, so that what is left of the marks is syntax.

    The stand-ins are code points that Unicode keeps out of every text (FDD0 to FDEF); where a text has some all the
    same they are dropped.
    """
    return _ESCAPED.sub(lambda match: _STANDINS[match[0]], text.translate(_FREE))


def show(text: str) -> str:
    """Return `hide` undone, with the escapes resolved."""
    return text.translate(_BACK)


def escaped(text: str) -> str:
    """Return `text` so that GIFT reads it as it stands, on one line."""
    return text.translate(_RESERVED)


@dataclass(frozen=True)
class Text:
    """A text as it is written, and the format it is in."""

    written: str
    kind: str

    @property
    def html(self) -> str:
        return as_html(self.written, self.kind)


def parsed(text: str, kind: str = MOODLE) -> Text:
    """Return a hidden text with its mark of format, `[html]` and the like, where it begins with one; else it is of
    `kind`.
    """
    if text.startswith("["):
        name, closed, rest = text[1:].partition("]")
        if closed and name in _FORMATS:
            text, kind = rest, name
    return Text(show(text).strip(BLANK), kind)
