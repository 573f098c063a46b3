"""Comparing a written answer with the answers that an author foresaw. Pure, and linear in the length of what was
written.

In an answer `*` stands for any text, also none, and `\\*` for a star, as in Moodle's short answer. How writing is
folded: `writing`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assessments.formats.bodies import Foreseen
from lms.foundation.text.folding import fold

NEARLY = 1e-5
"""Thirds as 33.333 % are full marks all the same."""
_WILD = re.compile(r"(?<!\\)\*")

Answer = Mapping[str, Any]


def tidy(text: str) -> str:
    """Return the text without space around it and without signs that nobody can write, such as NUL and halves of a
    surrogate pair.
    """
    kept = (" " if sign in "\t\n\r\x0b\x0c\x85\u2028\u2029" else sign for sign in text)
    return "".join(sign for sign in kept if sign.isprintable() or sign == " " or _drawn(sign)).strip()


def _drawn(sign: str) -> bool:
    """Return spaces of any width, and marks of direction and joining; no controls, no surrogates."""
    return sign.isspace() or sign in "\u200b\u200c\u200d\u200e\u200f\u061c\u00ad\ufeff"


def parts_of(pattern: str, *, case: bool, marks: bool) -> list[str]:
    """Return the texts between the wildcards of `pattern`, folded: one where there is no wildcard."""
    parts = [fold(part.replace(r"\*", "*"), case=case, marks=marks) for part in _WILD.split(pattern)]
    parts[0] = parts[0].lstrip(" ")
    parts[-1] = parts[-1].rstrip(" ")
    return parts


def fits(parts: Sequence[str], text: str) -> bool:
    """Return whether a folded text fits the parts between the wildcards.

    Each part is sought once, from where the one before ended.
    """
    if len(parts) == 1:
        return text == parts[0]
    first, *middle, last = parts
    if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        at = text.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def first_fit(answers: Sequence[Foreseen], written: str, *, case: bool, marks: bool) -> Foreseen | None:
    """Return the first of `answers`, in their order, that `written` fits by its `text`; None for an empty text.

    A full stop at the end does not count, unless one of the answers has it too.
    """
    text = fold(written, case=case, marks=marks).strip(" ")
    if not text:
        return None
    patterns = [parts_of(answer["text"], case=case, marks=marks) for answer in answers]
    if not any(parts[-1].endswith(".") for parts in patterns):
        text = text.rstrip(" .") or text
    return next((answer for answer, parts in zip(answers, patterns, strict=True) if fits(parts, text)), None)


def earned(answer: Answer | None) -> float:
    """Return the mark of the answer that was matched, 0..1."""
    share = float(answer["fraction"]) if answer else 0.0
    return 1.0 if share >= 1 - NEARLY else max(0.0, share)


def legible(pattern: str) -> str:
    """Return `pattern` for people: an ellipsis where any text may stand."""
    return _WILD.sub("…", pattern).replace(r"\*", "*").strip()


def models(answers: Sequence[Answer]) -> list[str]:
    """Return the answers that earn most, for people: those without wildcards, or where there are none, those with.

    Each once.
    """
    best = max((earned(answer) for answer in answers), default=0.0)
    texts = [answer["text"] for answer in answers if best and earned(answer) == best]
    plain = [text for text in texts if not _WILD.search(text)]
    return list(dict.fromkeys(legible(text) for text in plain or texts))
