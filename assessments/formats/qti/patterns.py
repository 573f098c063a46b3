"""Patterns of text: those of QTI that are literals and gaps, and our wildcards, one as the other. Pure."""

import re

from .refusal import Unread

_TOKEN = re.compile(r"\\(.)|(\.\*)|([^\\.^$*+?{}\[\]|()])", re.DOTALL)


def as_wildcard(pattern: str) -> str:
    r"""Return a pattern (XML Schema's regular expressions) of literals and `.*` as our wildcard: `*` for any text, `\*`
    for a star.

    Raises `Unread` for one that says more.
    """
    bare, pieces, place = _unanchored(pattern), [], 0
    while place < len(bare):
        match = _TOKEN.match(bare, place)
        if match is None or (match[1] and match[1].isalnum()):
            raise Unread("qti-pattern", value=pattern)
        pieces.append("*" if match[2] else literal(match[1] or match[3]))
        place = match.end()
    return "".join(pieces)


def _unanchored(pattern: str) -> str:
    """Return the pattern without the anchors that some write, though patterns of XML Schema are for the whole text
    anyway.
    """
    bare = pattern.removeprefix("^")
    before = bare.removesuffix("$")
    escapes = len(before) - len(before.rstrip("\\"))
    return before if escapes % 2 == 0 else bare


def as_pattern(wildcard: str) -> str:
    """Return our wildcard as a pattern of XML Schema."""
    return "".join(
        ".*" if part is None else re.sub(r"([\\.^$*+?{}\[\]|()\-])", r"\\\1", part) for part in parts(wildcard)
    )


def parts(wildcard: str) -> list[str | None]:
    """Return the literals of a wildcard in their order, with nothing for each gap."""
    pieces: list[str | None] = []
    for escaped, star, plain in re.findall(r"\\(\*)|(\*)|([^*\\]+|\\)", wildcard):
        pieces.append(None if star else escaped or plain)
    return pieces


def literal(text: str) -> str:
    """Return a text as a wildcard that means just this text."""
    return text.replace("*", "\\*")


def has_gap(wildcard: str) -> bool:
    return None in parts(wildcard)


def sample(wildcard: str) -> str:
    """Return a text that the wildcard matches."""
    return "".join(part or "" for part in parts(wildcard))


def wildcard_matches(wildcard: str, text: str) -> bool:
    """Return whether a wildcard matches, in linear time, without regular expressions: literals are looked for one after
    the other.
    """
    pieces: list[str] = [""]
    for part in parts(wildcard):
        if part is None:
            pieces.append("")
        else:
            pieces[-1] += part
    if len(pieces) == 1:
        return pieces[0] == text
    if not (text.startswith(pieces[0]) and text.endswith(pieces[-1])) or len(text) < len(pieces[0]) + len(pieces[-1]):
        return False
    middle, place = text[len(pieces[0]) : len(text) - len(pieces[-1])], 0
    for piece in pieces[1:-1]:
        place = middle.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return True
