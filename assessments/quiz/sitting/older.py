"""Quizzes as they were compiled and drawn before: read as if they were new. Pure.

Contents and attempts are frozen, so the old shapes stay for ever. Before each type decided the shape of its own parts,
options and the list of right ones stood at the top level, and all texts were plain. Before there were sections, the
draws stood in one list of pools.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

KINDS = ("single", "multiple", "truefalse")
"""The types that there were then.

Their keys are mappings now, so that a list is an old one; the key of any other type is as it likes.
"""


def brought_up(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    """The definition of a quiz with its draws in sections and all its questions in the new shape."""
    questions = definition["questions"]
    if not all("shown" in question for question in questions.values()):
        definition = {**definition, "questions": {name: question_of(question) for name, question in questions.items()}}
    return {**definition, "sections": sections_of(definition)}


def sections_of(definition: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The sections of a quiz, each with its draws; one without a heading where there were none."""
    if "sections" in definition:
        return definition["sections"]
    return [{"heading": "", "introduction": "", "draws": [{**pool, "mark": 1.0} for pool in definition["pools"]]}]


def question_of(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """A question of a definition in the new shape, which alone has its parts under “shown”."""
    if "shown" in question or not question:
        return question
    options = question["options"]
    return {
        "kind": question["kind"],
        "language": question.get("language", ""),
        "stem": _html(question["stem"]),
        "shown": {"options": [{"id": option["id"], "text": _html(option["text"])} for option in options]},
        "key": _key(question["kind"], [option["id"] for option in options], question["key"]),
        "reveal": {"feedback": {option["id"]: _html(option["feedback"]) for option in options if option["feedback"]}},
        "feedback": _html(question["feedback"]),
        "hints": [],
    }


def item_of(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item of an attempt's form with its key in the new shape."""
    old = item["kind"] in KINDS and isinstance(item["key"], list)
    return {**item, "key": _key(item["kind"], item["order"], item["key"])} if old else item


def _key(kind: str, options: list[str], right: list[str]) -> dict[str, Any]:
    """Full marks were for exactly the right options; only multiple choice could have several."""
    fractions = {option: 1.0 if option in right else 0.0 for option in options}
    return {"fractions": fractions, "scoring": "all"} if kind == "multiple" else {"fractions": fractions}


def _html(text: str) -> str:
    return escape(text, quote=False)
