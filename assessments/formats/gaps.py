"""Texts with numbered gaps, as Moodle's ddwtos (drag words into text) and gapselect (select missing words) have them.

Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .grades import Unreadable
from .parsed_question import ParsedQuestion

_GAP = re.compile(r"\[\[(\d{1,4})\]\]")
GAP = re.compile(r"\[\[([^\[\]]+)\]\]")
"""A gap in our own text."""
MOST_OFFERS = 20_000
"""Gaps times words: each gap keeps the list of what is offered for it."""


@dataclass(frozen=True)
class Choice:
    """One of the numbered words, and the group of words among which it is chosen."""

    text: str
    group: str


_BEFORE, _BETWEEN, _AFTER = '<div class="gap-stem">', '</div><div class="gap-text">', "</div>"


def split_stem(html: str, first: int) -> tuple[str, str]:
    """Return the question and its text with gaps, the first of which lies at `first`: what `join_stem` joined.

    In a text that others wrote, a paragraph in front of the one with the first gap is the question; there may be none.
    """
    if html.startswith(_BEFORE) and html.endswith(_AFTER):
        stem, mark, text = html[len(_BEFORE) : -len(_AFTER)].partition(_BETWEEN)
        if mark:
            return stem, text
    end = html.find("</p>", 0, max(first, 0)) + len("</p>")
    if html.startswith(("<p>", "<p ")) and end >= len("</p>") and html[end:].strip():
        return html[:end], html[end:].strip()
    return "", html


def join_stem(stem: str, text: str) -> str:
    """Return the question and its text with gaps as one text: Moodle has no two."""
    return f"{_BEFORE}{stem}{_BETWEEN}{text}{_AFTER}" if stem else text


def read(html: str, choices: Sequence[Choice], *, drag: bool) -> ParsedQuestion:
    """Return a gap fill of `html`, in which `[[2]]` is a gap that the second choice fills.

    Words to drag become one pool. Where they come in several groups, every gap gets the list of its group: a pool would
    offer more than its owner does.
    """
    first = _GAP.search(html)
    if not first:
        raise Unreadable("cloze-none")
    stem, html = split_stem(html, first.start())
    places = [int(place) for place in _GAP.findall(html)]
    if len(places) * len(choices) > MOST_OFFERS:
        raise Unreadable("gap-too-many")
    missing = next((place for place in places if not 1 <= place <= len(choices)), None)
    if missing is not None:
        raise Unreadable("gap-choice", gap=str(missing))
    numbers = iter(range(1, len(places) + 1))
    text = _GAP.sub(lambda _found: f"[[{next(numbers)}]]", html)
    pool = drag and len({choice.group for choice in choices}) == 1
    gaps = [_gap(str(number), place - 1, choices, pool=pool) for number, place in enumerate(places, 1)]
    spare = [choice.text for place, choice in enumerate(choices, 1) if pool and place not in places]
    extras = [{"id": f"extra-{number}", "text": word} for number, word in enumerate(spare, 1)]
    body = {"text": text, "mode": "drag" if pool else "list", "gaps": gaps, "extras": extras, "case": False}
    return ParsedQuestion("gapfill", body, {"type": "ddwtos" if drag else "gapselect"}, stem=stem)


def _gap(name: str, right: int, choices: Sequence[Choice], *, pool: bool) -> dict[str, object]:
    offered = [
        (choice.text, place == right)
        for place, choice in enumerate(choices)
        if place == right or (not pool and choice.group == choices[right].group)
    ]
    answers = [answer(name, number, text, 1.0 if fits else 0.0) for number, (text, fits) in enumerate(offered, 1)]
    return {"id": name, "answers": answers, "kind": "text", "tolerance": 0.0}


def answer(gap: str, number: int, text: str, fraction: float, feedback: str = "") -> dict[str, Any]:
    """Return an answer of a gap; its id is unique within the question."""
    return {"id": f"{gap}-{number}", "text": text, "fraction": fraction, "feedback": feedback}
