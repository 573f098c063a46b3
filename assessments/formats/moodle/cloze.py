"""Texts with embedded answers, {1:SHORTANSWER:=Rome}, as Moodle's multianswer has them. Pure.

Its grammar is Moodle's (`question/type/multianswer/questiontype.php`, `qtype_multianswer_extract_question`), read by
hand: a pattern for it would take quadratic time on a text of many braces.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

from ..gaps import answer, split_stem
from ..grades import Unreadable, fraction
from ..numbers import number, shown
from ..parsed_question import ParsedQuestion
from ..texts import BLANK, as_html
from .fields import Field

_END = re.compile(r"(?<!\\)\}")
_ALTERNATIVES = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
"""A hash behind & begins an entity."""
_SHARE = re.compile(r"%(-?[0-9]{1,4}(?:[.,][0-9]*)?)%")
_LISTS = "MULTICHOICE MULTICHOICE_V MULTICHOICE_H MULTICHOICE_S MULTICHOICE_VS MULTICHOICE_HS MC MCV MCH MCS MCVS MCHS"
_SEVERAL = "MULTIRESPONSE MULTIRESPONSE_H MULTIRESPONSE_S MULTIRESPONSE_HS MR MRH MRS MRHS"
_SORTS = {
    name: sort
    for sort, names in {
        "list": _LISTS,
        "several": _SEVERAL,
        "text": "SHORTANSWER SA MW",
        "case": "SHORTANSWER_C SAC MWC",
        "number": "NUMERICAL NM",
    }.items()
    for name in names.split()
}
_START = re.compile(rf"\{{(\d{{0,4}}):({'|'.join(_SORTS)}):")


@dataclass(frozen=True)
class _Gap:
    """One embedded question, where it lies in the text."""

    start: int
    end: int
    weight: int
    sort: str
    inside: str


def read(stem: Field) -> ParsedQuestion:
    """Return a gap fill of a text with embedded answers; raises `Unreadable` for what ours cannot mark as Moodle does.

    Where some gaps are typed and others chosen from a list, all are typed, and the options of a list stand behind its
    gap in brackets.
    """
    first = next(_gaps_in(stem.html), None)
    before, html = split_stem(stem.html, first.start if first else 0)
    written_gaps = list(_gaps_in(html))
    _check(written_gaps)
    mode = "list" if all(gap.sort == "list" for gap in written_gaps) else "typed"
    gaps = [_gap(str(place), gap) for place, gap in enumerate(written_gaps, 1)]
    offers = [
        _offer(part) if mode == "typed" and gap.sort == "list" else ""
        for gap, part in zip(written_gaps, gaps, strict=True)
    ]
    text = _replaced(html, written_gaps, [f"[[{place}]]{offer}" for place, offer in enumerate(offers, 1)])
    body = {
        "text": text,
        "mode": mode,
        "gaps": gaps,
        "extras": [],
        "case": any(gap.sort == "case" for gap in written_gaps),
    }
    inside = list(_gaps_in(stem.written))
    written = _replaced(stem.written, inside, [f"{{#{place}}}" for place in range(1, len(inside) + 1)])
    return ParsedQuestion(
        "gapfill",
        body,
        {"stem": written, "type": "multianswer"},
        stem=before,
        mark=float(sum(gap.weight for gap in written_gaps)),
    )


def holds_gaps(text: str) -> bool:
    """Return whether Moodle would find a gap in this text."""
    return next(_gaps_in(text), None) is not None


def _offer(gap: dict[str, Any]) -> str:
    """Return the options of a gap as text; their stars become plain stars, for a typed answer has wildcards."""
    words = " / ".join(escape(part["text"], quote=False) for part in gap["answers"])
    gap["answers"] = [{**part, "text": part["text"].replace("*", "\\*")} for part in gap["answers"]]
    return f" ({words})"


def _gaps_in(text: str) -> Iterator[_Gap]:
    place = 0
    while (start := _START.search(text, place)) and (end := _END.search(text, start.end())):
        yield _Gap(start.start(), end.end(), int(start[1] or 1), _SORTS[start[2]], text[start.end() : end.start()])
        place = end.end()


def _check(gaps: list[_Gap]) -> None:
    sorts = {gap.sort for gap in gaps}
    if not gaps:
        raise Unreadable("cloze-none")
    if "several" in sorts:
        raise Unreadable("cloze-several")
    if {"text", "case"} <= sorts:
        raise Unreadable("cloze-mixed")
    if len({gap.weight for gap in gaps}) > 1 or not gaps[0].weight:
        raise Unreadable("cloze-weights")


def _replaced(text: str, gaps: list[_Gap], by: list[str]) -> str:
    """Return `text` with something else for every gap."""
    parts, after = [], 0
    for gap, instead in zip(gaps, by, strict=True):
        parts += [text[after : gap.start], instead]
        after = gap.end
    return "".join([*parts, text[after:]])


def _gap(name: str, gap: _Gap) -> dict[str, object]:
    parsed = [_alternative(part) for part in _ALTERNATIVES.split(gap.inside)]
    tolerance = 0.0
    if gap.sort == "number":
        parsed, tolerance = _numbers(parsed)
    answers = [answer(name, place, text, share, feedback) for place, (text, share, feedback) in enumerate(parsed, 1)]
    if not any(part["fraction"] >= 1 for part in answers) or (gap.sort == "list" and len(answers) < 2):
        raise Unreadable("cloze-answers", gap=name)
    return {
        "id": name,
        "answers": answers,
        "kind": "number" if gap.sort == "number" else "text",
        "tolerance": tolerance,
    }


def _alternative(part: str) -> tuple[str, float, str]:
    """Return text, share and feedback of `=Rome#Yes`, `%50%Roma` or `Paris`."""
    text, *feedback = _FEEDBACK.split(part.strip(BLANK), maxsplit=1)
    share = 0.0
    if text.startswith("="):
        share, text = 1.0, text[1:]
    elif match := _SHARE.match(text):
        share, text = fraction(float(match[1].replace(",", "."))), text[match.end() :]
    return plain(text), share, as_html(plain("".join(feedback)), "html")


def plain(text: str) -> str:
    """Return the text without the editor's quoting."""
    return unescape(text).replace("\\}", "}").replace("\\#", "#").strip(BLANK)


def _numbers(parsed: list[tuple[str, float, str]]) -> tuple[list[tuple[str, float, str]], float]:
    """Return the answers of a gap for a number, without their tolerances, and the one tolerance of all.

    A star is any other answer.
    """
    kept, tolerances = [], set()
    for text, share, feedback in parsed:
        value, _colon, spread = text.replace(",", ".").partition(":")
        kept.append((value if value == "*" else shown(number(value)), share, feedback))
        if value != "*":
            tolerances.add(abs(number(spread or "0")))
    if len(tolerances) > 1:
        raise Unreadable("cloze-tolerance")
    return kept, tolerances.pop() if tolerances else 0.0


def quoted(text: str) -> str:
    """Return `text` as an answer or feedback that reads back as it is: what the grammar uses stands as an HTML
    entity.
    """
    return re.sub(r"[~#{}=%\\&<>\"':*/\s]", lambda match: f"&#{ord(match[0])};", text)
