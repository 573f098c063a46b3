"""Questions as they were compiled and drawn before each type decided the shape of its own parts: read as if they were new. Pure.

Contents and attempts are frozen, so the old shapes stay for ever: options and the list of right ones stood at the top level, and all
texts were plain.
"""

from collections.abc import Mapping
from html import escape
from typing import Any


def brought_up(definition: Mapping[str, Any]) -> Mapping[str, Any]:
    """The definition of a quiz with all its questions in the new shape."""
    questions = definition["questions"]
    if all("shown" in question for question in questions.values()):
        return definition
    return {**definition, "questions": {name: question_of(question) for name, question in questions.items()}}


def question_of(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """A question of a definition in the new shape."""
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
    return {**item, "key": _key(item["kind"], item["order"], item["key"])} if isinstance(item["key"], list) else item


def _key(kind: str, options: list[str], right: list[str]) -> dict[str, Any]:
    """Full marks were for exactly the right options; only multiple choice could have several."""
    fractions = {option: 1.0 if option in right else 0.0 for option in options}
    return {"fractions": fractions, "scoring": "all"} if kind == "multiple" else {"fractions": fractions}


def _html(text: str) -> str:
    return escape(text, quote=False)
