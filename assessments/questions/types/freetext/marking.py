"""Figures of a text that a person marks: its words, and the points of a rubric. Pure."""

import re

LONGEST = 20_000
"""Characters of an answer."""
_BETWEEN = re.compile(r"[\s\u1360-\u1368\u060c\u061b\u061f\u06d4\u2014]+")
"""White space; the wordspace, full stop and other signs of Ethiopic; comma, semicolon,
question mark and full stop of Arabic; the dash.
"""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def words(text: str) -> int:
    """Return the number of words: what stands between white space or the signs named above, and holds a letter or digit
    of any script.
    """
    return sum(any(sign.isalnum() for sign in part) for part in _BETWEEN.split(text))


def written(text: str) -> str:
    """Return the text as it is kept: lines end in one way, and there is nothing in it that is no sign.

    Nothing for white space alone.
    """
    kept = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return kept if kept.strip() else ""


def keeps_to(number: int, *, least: int | None, most: int | None) -> bool:
    """Return whether a number of words is within the limits; None is no limit."""
    return (least is None or number >= least) and (most is None or number <= most)
