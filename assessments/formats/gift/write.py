"""GIFT files written, so that `gift.read` reads the same questions again. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .. import category as categories
from ..bodies import (
    FreeTextBody,
    MatchingBody,
    NumberAnswer,
    NumericalBody,
    Option,
    OptionsBody,
    OrderingBody,
    Pair,
    ShortTextBody,
)
from ..draft import Draft
from ..grades import percent
from ..numbers import shown
from ..texts import BLANK, as_plain, clean_name
from .text import escaped

Reasons = dict[int, tuple[str, Mapping[str, str]]]
_GRADING = {"exact": "ALL_OR_NOTHING", "run": "LONGEST_CONTIGUOUS_SUBSET", "pairwise": "RELATIVE_ALL_PREVIOUS_AND_NEXT"}


_UNTAGGABLE = frozenset("<>`\\") | {chr(code) for code in (*range(32), 127)}


class _Lossy(Exception):
    """GIFT would not give this back: the code of why."""


def write(drafts: Sequence[Draft]) -> tuple[bytes, Reasons]:
    """Return the file of those drafts that GIFT can hold, and by position why it cannot hold the others.

    Texts are written as HTML. Marks and penalties are not written, for GIFT has no place for them.
    """
    reasons: Reasons = {}
    parts: list[str] = []
    current: tuple[str, ...] = ()
    for place, draft in enumerate(drafts):
        try:
            written = _question(draft)
        except _Lossy as loss:
            reasons[place] = (str(loss), {})
            continue
        if draft.category != current:
            parts.append(f"$CATEGORY: {escaped(categories.written(draft.category))}\n")
            current = draft.category
        parts.append(written)
    return "\n".join(parts).encode(), reasons


def _question(draft: Draft) -> str:
    _check(draft)
    comments = "".join([f"// [id:{_bracketed(draft.number)}]\n" if draft.number else "", _tags(draft)])
    name = f"::{escaped(draft.name)}::"
    between = _KINDS[draft.kind](draft.body)
    feedback = f"####{_text(draft.feedback)}\n" if draft.feedback else ""
    return f"{comments}{name}{_text(draft.stem)}{{{between}{feedback}}}\n"


def _check(draft: Draft) -> None:
    if draft.kind not in _KINDS:
        raise _Lossy("write-type")
    if draft.hints:
        raise _Lossy("write-hints")
    if draft.files:
        raise _Lossy("write-files")
    if draft.name != clean_name(draft.name):
        raise _Lossy("write-name")
    if not categories.writable(draft.category):
        raise _Lossy("write-category")
    if any(set(text) & _UNTAGGABLE or text != text.strip() for text in (*draft.tags, draft.number)):
        raise _Lossy("write-tags")


def _tags(draft: Draft) -> str:
    return f"// {' '.join(f'[tag:{_bracketed(tag)}]' for tag in draft.tags)}\n" if draft.tags else ""


def _bracketed(text: str) -> str:
    return text.replace("]", "\\]")


def _text(html: str) -> str:
    return f"[html]{escaped(html)}" if html else ""


def _choice(body: OptionsBody) -> str:
    single = "scoring" not in body
    if not single and body["scoring"] != "weights":
        raise _Lossy("write-scoring")
    full = [option["fraction"] >= 1 for option in body["options"]]
    if any(full) is not single or len(full) < 2:
        raise _Lossy("write-fractions")
    return "\n" + "".join(_option(option) for option in body["options"])


def _option(option: Option) -> str:
    share = option["fraction"]
    partly = f"~%{percent(share)}%" if share else "~"
    mark = "=" if share >= 1 else partly
    return f"\t{mark}{_text(option['text'])}{_comment(option)}\n"


def _comment(answer: Option) -> str:
    return f"#{_text(answer['feedback'])}" if answer["feedback"] else ""


def _truefalse(body: OptionsBody) -> str:
    options = {option["id"]: option for option in body["options"]}
    right, wrong = ("true", "false") if options["true"]["fraction"] >= 1 else ("false", "true")
    if options[wrong]["fraction"] or any(option["text"] for option in body["options"]):
        raise _Lossy("write-fractions")
    return f"{right.upper()}#{_text(options[wrong]['feedback'])}#{_text(options[right]['feedback'])}\n"


def _matching(body: MatchingBody) -> str:
    if body["scoring"] != "each":
        raise _Lossy("write-scoring")
    pairs: list[Pair] = [*body["pairs"], *(Pair(text="", **extra) for extra in body["extras"])]
    if len(pairs) < 2 or any("->" in pair["text"] or _trimmed(pair["match"]) for pair in pairs):
        raise _Lossy("write-pairs")
    return "\n" + "".join(f"\t={_text(pair['text'])} -> {escaped(pair['match'])}\n" for pair in pairs)


def _trimmed(text: str) -> bool:
    """Return whether blanks around it would be lost. Lost?"""
    return text != text.strip(BLANK) or "\r" in text


def _shorttext(body: ShortTextBody) -> str:
    if body["case"] or not body["marks"]:
        raise _Lossy("write-case")
    for answer in body["answers"]:
        if not answer["text"] or _trimmed(answer["text"]) or answer["text"].startswith("["):
            raise _Lossy("write-answers")
    if not body["answers"]:
        raise _Lossy("write-answers")
    return "\n" + "".join(
        f"\t=%{percent(answer['fraction'])}%{escaped(answer['text'])}#{_text(answer['feedback'])}\n"
        for answer in body["answers"]
    )


def _numerical(body: NumericalBody) -> str:
    if body["units"] or body["unit"] != "none":
        raise _Lossy("write-units")
    if any(answer["relative"] for answer in body["answers"]):
        raise _Lossy("write-relative")
    if not body["answers"]:
        raise _Lossy("write-answers")
    return "#\n" + "".join(
        f"\t=%{percent(answer['fraction'])}%{_value(answer)}#{_text(answer['feedback'])}\n"
        for answer in body["answers"]
    )


def _value(answer: NumberAnswer) -> str:
    return "*" if answer["value"] is None else f"{shown(answer['value'])}:{shown(answer['tolerance'])}"


def _freetext(body: FreeTextBody) -> str:
    if body["words_min"] or body["words_max"] or body["model"] or body["rubric"]:
        raise _Lossy("write-essay")
    return ""


def _ordering(body: OrderingBody) -> str:
    items = body["items"]
    if len(items) < 2 or any(not as_plain(item["text"]) for item in items):
        raise _Lossy("write-answers")
    listed = "".join(f"{_text(item['text'])}\n" for item in items)
    return f">{len(items)} ALL VERTICAL {_GRADING[body['scoring']]}\n{listed}"


_KINDS: Mapping[str, Callable[[Any], str]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "matching": _matching,
    "shorttext": _shorttext,
    "numerical": _numerical,
    "freetext": _freetext,
    "ordering": _ordering,
}
