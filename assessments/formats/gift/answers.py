"""Answers between the braces of a GIFT question, by the type that they make the question. Pure.

As Moodle reads it (`question/format/gift/format.php`, 5.1). What it would read as something that nobody wrote is
refused instead.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..grades import Unreadable, fraction
from ..numbers import number, span
from ..texts import BLANK
from .text import Text, parsed, show

Body = dict[str, Any]
Reader = Callable[[str, str], tuple[str, Body, dict[str, Any]]]
"""From the hidden text between the braces and the format of the stem: our type, its body,
and the texts as they are written.
"""

_WEIGHT = re.compile(r"%(-?[0-9]{1,2}\.?[0-9]*)%")
_TRUTH = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_ORDER = re.compile(r">[ \t\n]*\d+((?:[ \t]+[A-Z_01]+\b)*)[ \t]*\n?(.*)", re.DOTALL)
_RUNS = ("LONGEST_ORDERED_SUBSET", "LONGEST_CONTIGUOUS_SUBSET")


def reader(answers: str) -> Reader:
    """Return the reader of the type that these answers make the question, as Moodle decides it."""
    if not answers:
        return _freetext
    if _ORDER.fullmatch(answers):
        return _ordering
    if answers.startswith("#"):
        return _numerical
    if "~" in answers:
        return _choice
    if "=" in answers and "->" in answers:
        return _matching
    return _truefalse if answers.partition("#")[0].strip(BLANK) in _TRUTH else _shorttext


def _freetext(answers: str, kind: str) -> tuple[str, Body, dict[str, object]]:
    return "freetext", {"words_min": None, "words_max": None, "lines": 15, "model": "", "rubric": []}, {}


def _ordering(answers: str, kind: str) -> tuple[str, Body, dict[str, object]]:
    matched = _ORDER.fullmatch(answers)
    words, listed = matched.groups() if matched else ("", "")
    texts = [parsed(line.strip(BLANK), kind) for line in listed.split("\n") if line.strip(BLANK)]
    if len(texts) < 2:
        raise Unreadable("gift-answers", least="2")
    items = [{"id": str(place), "text": text.html} for place, text in enumerate(texts, 1)]
    return (
        "ordering",
        {"items": items, "scoring": ordering_scoring(words.split())},
        {"answers": [text.written for text in texts]},
    )


def ordering_scoring(words: list[str]) -> str:
    """Return our way of scoring an order that is nearest to Moodle's: exact where all is needed, runs for runs, pairs
    else.
    """
    if "ALL_OR_NOTHING" in words:
        return "exact"
    return "run" if any(word in _RUNS or word.startswith("LONGEST") for word in words) else "pairwise"


def _choice(answers: str, kind: str) -> tuple[str, Body, dict[str, object]]:
    single = "=" in answers
    parts = _parts(answers.replace("=", "~="), "~", least=2)
    options, texts = [], []
    for place, part in enumerate(parts, 1):
        share, rest = (1.0, part[1:]) if part.startswith("=") else _weight(part, 0.0)
        text, feedback = _commented(rest, kind)
        options.append({"id": str(place), "text": text.html, "fraction": share, "feedback": feedback.html})
        texts.append(text.written)
    body = {"options": options} if single else {"options": options, "scoring": "weights"}
    return ("single" if single else "multiple"), body, {"answers": texts}


def _matching(answers: str, kind: str) -> tuple[str, Body, dict[str, object]]:
    pairs, extras = [], []
    for place, part in enumerate(_parts(answers, "=", least=2), 1):
        left, arrow, right = part.partition("->")
        if not arrow:
            raise Unreadable("gift-arrow", given=show(part)[:60])
        text, match = parsed(left, kind), show(right).strip(BLANK)
        if text.written:
            pairs.append({"id": str(place), "text": text.html, "match": match})
        else:
            extras.append({"id": str(place), "match": match})
    return "matching", {"pairs": pairs, "extras": extras, "scoring": "each"}, {}


def _truefalse(answers: str, kind: str) -> tuple[str, Body, dict[str, object]]:
    verdict, *feedbacks = answers.split("#", 2)
    right = _TRUTH[verdict.strip(BLANK)]
    wrong, good = [parsed(feedback.strip(BLANK), kind).html for feedback in (*feedbacks, "", "")][:2]
    options = [
        {
            "id": name,
            "text": "",
            "fraction": 1.0 if truth is right else 0.0,
            "feedback": good if truth is right else wrong,
        }
        for name, truth in (("true", True), ("false", False))
    ]
    return "truefalse", {"options": options}, {}


def _shorttext(answers: str, kind: str) -> tuple[str, Body, dict[str, object]]:
    variants = []
    for place, part in enumerate(_parts(answers, "=", least=1), 1):
        share, rest = _weight(part, 1.0)
        text, feedback = _commented(rest, kind)
        variants.append({"id": str(place), "text": text.written, "fraction": share, "feedback": feedback.html})
    return (
        "shorttext",
        {"answers": variants, "case": False, "marks": True},
        {"answers": [answer["text"] for answer in variants]},
    )


def _numerical(answers: str, kind: str) -> tuple[str, Body, dict[str, Any]]:
    right, tilde, wrong = answers[1:].partition("~")
    accepted: list[Mapping[str, Any]] = []
    written: dict[str, list[Any]] = {"answers": [], "tolerances": []}
    for place, part in enumerate(_parts(right, "=", least=1, reason="gift-numbers"), 1):
        share, rest = _weight(part, 1.0)
        text, feedback = _commented(rest, kind)
        value, tolerance, given, spread = _value(text.written)
        accepted.append(_number(place, value, tolerance, share, feedback))
        written["answers"].append(given)
        written["tolerances"].append(spread)
    if tilde:
        accepted.append(_number(len(accepted) + 1, None, 0.0, 0.0, _commented(wrong, kind)[1]))
        written["answers"].append("*")
        written["tolerances"].append("")
    return "numerical", {"answers": accepted, "units": [], "unit": "none", "penalty": 0.0}, written


def _value(text: str) -> tuple[float | None, float, object, object]:
    """Return value and tolerance of an answer, and both as Moodle has them: `1..5`, `3:2`, `3`, or `*` for any
    other.
    """
    low, dots, high = text.partition("..")
    if low and dots:
        middle, half = span(low.strip(BLANK), high.strip(BLANK))
        return float(middle), abs(float(half)), middle, half
    given, colon, spread = text.partition(":")
    if not given or not colon:
        given, spread = text, "0"
    given, spread = given.strip(BLANK), spread.strip(BLANK)
    value = None if given == "*" else number(given)
    return value, abs(number(spread)), given, spread if colon else 0


def _number(place: int, value: float | None, tolerance: float, share: float, feedback: Text) -> dict[str, object]:
    return {
        "id": str(place),
        "value": value,
        "tolerance": tolerance,
        "relative": False,
        "fraction": share,
        "feedback": feedback.html,
    }


def _parts(answers: str, mark: str, *, least: int, reason: str = "gift-answers") -> list[str]:
    """Return the answers that `mark` parts.

    What stands before the first mark is one too, unless it is nothing, or 0 (nothing to PHP).
    """
    first, *others = answers.split(mark)
    first = first.strip(BLANK)
    parts = others if first in ("", "0") else [first, *others]
    if len(parts) < least:
        raise Unreadable(reason, least=str(least))
    return [part.strip(BLANK) for part in parts]


def _weight(answer: str, default: float) -> tuple[float, str]:
    """Return the share that `%50%` before an answer gives it, and the answer."""
    match = _WEIGHT.match(answer)
    return (fraction(float(match[1])), answer[match.end() :]) if match else (default, answer)


def _commented(answer: str, kind: str) -> tuple[Text, Text]:
    text, _hash, feedback = answer.partition("#")
    return parsed(text.strip(BLANK), kind), parsed(feedback.strip(BLANK), kind)
