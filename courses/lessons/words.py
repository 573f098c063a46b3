"""Links from a lesson to the glossary: the first occurrence of each word that the course lists. Pure.

The same words and texts always give the same links, so a lesson is compiled to the same content until the list, or a
word on it, changes.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import NamedTuple

GLOSSARY = "/glossary/"
_TAG = re.compile(r"(<[^>]*>)")
_LINK = re.compile(r"<a[\s>]")
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
"""Accents and vowel signs that stand apart from their letter. A word goes on behind them."""


class Word(NamedTuple):
    """A word of the glossary: the id of its place there, and how lessons may have it."""

    anchor: str
    wordings: tuple[str, ...]


class WordLinks:
    """The words of one lesson that were not met yet."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.anchors: dict[str, str] = {}
        for word in words:
            for wording in word.wordings:
                self.anchors.setdefault(_plain(escape(wording, quote=False)), word.anchor)
        longest_first = sorted(self.anchors, key=lambda wording: (-len(wording), wording))
        choices = "|".join(r"(?:\s|&nbsp;)+".join(map(re.escape, wording.split())) for wording in longest_first)
        self.pattern = re.compile(rf"(?<![\w&{_MARKS}])(?:{choices})(?![\w{_MARKS}])", re.I) if choices else None
        self.met: set[str] = set()

    def link(self, html: str) -> str:
        """Return the safe `html` of a text with a link at the first occurrence of each word, whole words only; nothing
        is put in a link that is there already.
        """
        if self.pattern is None:
            return html
        pieces, in_link = [], False
        for piece in _TAG.split(html):
            if piece.startswith("<"):
                in_link = bool(_LINK.match(piece)) or (in_link and piece != "</a>")
            elif not in_link:
                piece = self.pattern.sub(self._linked, piece)
            pieces.append(piece)
        return "".join(pieces)

    def _linked(self, match: re.Match[str]) -> str:
        anchor = self.anchors.get(_plain(match[0].replace("&nbsp;", " ")))
        if anchor is None or anchor in self.met:
            return match[0]
        self.met.add(anchor)
        return f'<a href="{GLOSSARY}#{anchor}">{match[0]}</a>'


def _plain(wording: str) -> str:
    """Return a wording in small letters and with single spaces."""
    return " ".join(wording.lower().split())
