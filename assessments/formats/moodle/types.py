"""The types of question in Moodle XML and what they become.

Pure. As `question/format/xml/format.php` of Moodle 5.1 reads them.
"""

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from lms.foundation.interface.parsing import whole_number

from .. import gaps
from ..gift.answers import ordering_scoring
from ..grades import Unreadable, fraction
from ..numbers import number
from ..parsed_question import ParsedQuestion
from ..texts import BLANK, as_plain
from . import cloze
from .fields import Field, Files, child_text, inner_text, read_field

_SETS = "multichoiceset"
"""A type that others added to Moodle: all right options and no other earn the mark."""


def _share(answer: Element) -> float:
    """Return the share of the marks of an answer: in an old file an element says it."""
    given = answer.find("fraction")
    if given is not None and (given.text or "").strip(BLANK):
        return fraction(number((given.text or "").strip(BLANK)) * 100)
    return fraction(number(answer.get("fraction", "0").strip(BLANK) or "0"))


def _answers(question: Element) -> list[Element]:
    answers = question.findall("answer")
    if not answers:
        raise Unreadable("xml-no-answers")
    return answers


def _choice(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    single = child_text(question, "single", "true") not in ("false", "", "0")
    sets = question.get("type") == _SETS
    options: list[dict[str, Any]] = []
    written = []
    for place, answer in enumerate(_answers(question), 1):
        text = read_field(answer, files, stem.kind)
        feedback = read_field(answer.find("feedback"), files, stem.kind)
        options.append({"id": str(place), "text": text.html, "fraction": _share(answer), "feedback": feedback.html})
        written.append(text.written)
    if sets:
        right = [option["fraction"] > 0 for option in options]
        options = [{**option, "fraction": 1 / sum(right) if option["fraction"] > 0 else 0.0} for option in options]
        return ParsedQuestion("multiple", {"options": options, "scoring": "all"}, {"answers": written, "type": _SETS})
    if single:
        return ParsedQuestion("single", {"options": options}, {"answers": written})
    return ParsedQuestion("multiple", {"options": options, "scoring": "weights"}, {"answers": written})


def _truefalse(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    """Read a true/false question by the texts true and false; a file that has them in some language has true first."""
    feedback = {"true": "", "false": ""}
    right = False
    for place, answer in enumerate(_answers(question)):
        text = inner_text(answer)
        by_place = "false" if place else "true"
        name = text if text in feedback else by_place
        full = number(answer.get("fraction", "0").strip(BLANK) or "0") == 100
        right = full if name == "true" else not full
        feedback[name] = read_field(answer.find("feedback"), files, stem.kind).html
    options = [
        {"id": name, "text": "", "fraction": 1.0 if (name == "true") is right else 0.0, "feedback": feedback[name]}
        for name in ("true", "false")
    ]
    return ParsedQuestion("truefalse", {"options": options})


def _shorttext(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    answers = [
        {
            "id": str(place),
            "text": inner_text(answer),
            "fraction": _share(answer),
            "feedback": read_field(answer.find("feedback"), files, stem.kind).html,
        }
        for place, answer in enumerate(_answers(question), 1)
    ]
    case = child_text(question, "usecase", "0") not in ("0", "false", "")
    return ParsedQuestion(
        "shorttext",
        {"answers": answers, "case": case, "marks": True},
        {"answers": [answer["text"] for answer in answers]},
    )


def _numerical(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    answers, texts, tolerances = [], [], []
    for place, answer in enumerate(_answers(question), 1):
        text = inner_text(answer) or (answer.text or "").strip(BLANK) or "*"
        given = child_text(answer, "tolerance")
        value = None if text == "*" else number(text)
        answers.append(
            {
                "id": str(place),
                "value": value,
                "tolerance": abs(number(given or "0")) if value is not None else 0.0,
                "relative": False,
                "fraction": _share(answer),
                "feedback": read_field(answer.find("feedback"), files, stem.kind).html,
            }
        )
        texts.append(text)
        tolerances.append(given or 0)
    return ParsedQuestion(
        "numerical",
        {"answers": answers, **_units(question, len(answers))},
        {"answers": texts, "tolerances": tolerances},
    )


def _units(question: Element, taken: int) -> Mapping[str, object]:
    """Return the units, each with how many of it make one of the unit that the answers are in: Moodle calls that its
    multiplier.
    """
    units = []
    for place, unit in enumerate(question.findall("units/unit"), taken + 1):
        multiplier = number(child_text(unit, "multiplier", "1") or "1")
        units.append({"id": str(place), "name": child_text(unit, "unit_name"), "factor": multiplier})
    graded = child_text(question, "unitgradingtype", "0") not in ("0", "")
    if not units or child_text(question, "showunits", "0") == "3":
        return {"units": [], "unit": "none", "penalty": 0.0}
    penalty = min(1.0, max(0.0, number(child_text(question, "unitpenalty", "0.1") or "0"))) if graded else 0.0
    return {"units": units, "unit": "required" if graded else "optional", "penalty": penalty}


def _matching(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    pairs, extras = [], []
    for place, part in enumerate(question.findall("subquestion"), 1):
        text, match = read_field(part, files, stem.kind), inner_text(part.find("answer"))
        if text.written:
            pairs.append({"id": str(place), "text": text.html, "match": match})
        else:
            extras.append({"id": str(place), "match": match})
    if not pairs:
        raise Unreadable("xml-no-answers")
    return ParsedQuestion("matching", {"pairs": pairs, "extras": extras, "scoring": "each"})


def _freetext(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    body: dict[str, Any] = {
        "words_min": _count(question, "minwordlimit"),
        "words_max": _count(question, "maxwordlimit"),
        "lines": _count(question, "responsefieldlines") or 15,
        "model": read_field(question.find("graderinfo"), files, stem.kind).html,
        "rubric": [],
    }
    return ParsedQuestion("freetext", body)


def _count(question: Element, tag: str) -> int | None:
    return whole_number(child_text(question, tag), digits=6) or None


def _ordering(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    fields = [read_field(answer, files, stem.kind) for answer in _answers(question)]
    items = [{"id": str(place), "text": item.html} for place, item in enumerate(fields, 1)]
    scoring = ordering_scoring([child_text(question, "gradingtype", "ABSOLUTE_POSITION")])
    return ParsedQuestion(
        "ordering",
        {"items": items, "scoring": scoring},
        {"answers": [item.written for item in fields], "type": "ordering"},
    )


def _cloze(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    return cloze.read(stem)


def _gaps(question: Element, stem: Field, files: Files) -> ParsedQuestion:
    lists = question.get("type") == "gapselect"
    choices = [
        gaps.Choice(as_plain(read_field(choice, files, stem.kind).html), child_text(choice, "group", "1") or "1")
        for choice in question.findall("selectoption" if lists else "dragbox")
    ]
    return gaps.read(stem.html, choices, drag=not lists)


TYPES: Mapping[str, Callable[[Element, Field, Files], ParsedQuestion]] = {
    "multichoice": _choice,
    _SETS: _choice,
    "truefalse": _truefalse,
    "shortanswer": _shorttext,
    "numerical": _numerical,
    "matching": _matching,
    "match": _matching,
    "essay": _freetext,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "ddwtos": _gaps,
    "gapselect": _gaps,
}
