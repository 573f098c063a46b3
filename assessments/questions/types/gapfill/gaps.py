"""The text of a question with gaps, in which a gap is the token [[id]]: found, renamed, and cut at its gaps."""

import re
from collections.abc import Callable, Iterator, Sequence

from assessments.formats.bodies import Gap

_TAG = r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>"""
_NAME = r"[^\[\]<>\s](?:[^\[\]<>]{0,62}[^\[\]<>\s])?"
_TOKEN = re.compile(rf"{_TAG}|\[\[\s{{0,20}}({_NAME})\s{{0,20}}\]\]")
"""A tag is taken whole, so that a token in an attribute is none.

Blanks are bounded: each pair of brackets is looked at in bounded time.
"""


def tokens(html: str) -> list[str]:
    """Return the names of all gaps in the text, in its order."""
    return [match[1] for match in _TOKEN.finditer(html) if match[1]]


def renamed(html: str, name: Callable[[str], str]) -> str:
    """Return the text with other names for its gaps."""
    return _TOKEN.sub(lambda match: f"[[{name(match[1])}]]" if match[1] else match[0], html)


def by_place(html: str, gaps: Sequence[Gap]) -> str:
    """Return the text as an editor writes it: [[1]] for the first of `gaps`. What names no gap stays."""
    places = {gap["id"]: str(place) for place, gap in enumerate(gaps, start=1)}
    return renamed(html, lambda name: places.get(name, name))


def by_id(html: str, gaps: Sequence[Gap]) -> str:
    """Return the other way round."""
    ids = {str(place): gap["id"] for place, gap in enumerate(gaps, start=1)}
    return renamed(html, lambda name: ids.get(name, name))


def cut(html: str, gaps: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the text as pairs of HTML and the gap behind it ("" at the end).

    A token that names no gap, or one for the second time, is left out; a gap that is not in the text, as in a
    translation that lost it, comes at the end, so that every gap can be filled in.
    """
    start, missing, held = 0, list(gaps), ""
    for match in _TOKEN.finditer(html):
        if not match[1]:
            continue
        held, start = held + html[start : match.start()], match.end()
        if match[1] in missing:
            missing.remove(match[1])
            yield held, match[1]
            held = ""
    yield held + html[start:] + (" " if missing else ""), missing[0] if missing else ""
    for gap in missing[1:]:
        yield " ", gap
