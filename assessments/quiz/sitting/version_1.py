"""Conversion of the data that quizzes of version 1 froze into the shape of version 2. Pure.

Contents and forms are frozen, so the old shapes stay for ever. Before each type of question decided the shape of its
own parts, options and the list of right ones stood at the top level, and all texts were plain. Before there were
sections, the draws stood in one list of pools. Before answers were marked in rounds, a mark named none. Version 1 had
no numbers yet, so that a value of it may be in the new shape already.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

KINDS = ("single", "multiple", "truefalse")
"""The types that there were then.

Their keys are mappings now, so that a list is an old one; the key of any other type is as it likes.
"""
Value = Mapping[str, Any]


def to_version_2(what: str, value: Value) -> Value:
    """Return a definition, form or state of version 1 in the shape of version 2."""
    return SECOND[what](value)


def _definition(definition: Value) -> Value:
    """Convert a definition: all questions have their parts under names of their own, and all draws stand in
    sections.
    """
    questions = definition["questions"]
    if not all("shown" in question for question in questions.values()):
        definition = {**definition, "questions": {name: _question(question) for name, question in questions.items()}}
    if "sections" in definition:
        return definition
    draws = [{**pool, "mark": 1.0} for pool in definition["pools"]]
    rest = {name: value for name, value in definition.items() if name != "pools"}
    return {**rest, "sections": [{"heading": "", "introduction": "", "draws": draws}]}


def _question(question: Value) -> Value:
    if "shown" in question:
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


def _form(form: Value) -> Value:
    """Convert a form: the key of each item has the shape of its type."""
    return {**form, "items": [_item(item) for item in form["items"]]}


def _item(item: Value) -> Value:
    old = item["kind"] in KINDS and isinstance(item["key"], list)
    return {**item, "key": _key(item["kind"], item["order"], item["key"])} if old else item


def _state(state: Value) -> Value:
    """Return each mark of a person names its round, and each check whether it was the last."""
    changed: dict[str, Any] = {}
    if people := state.get("people"):
        changed["people"] = {name: [{"round": 1, **mark} for mark in marks] for name, marks in people.items()}
    if checked := state.get("checked"):
        changed["checked"] = {name: {"done": False, **check} for name, check in checked.items()}
    return {**state, **changed}


SECOND: Mapping[str, Callable[[Value], Value]] = {"definition": _definition, "form": _form, "state": _state}


def _key(kind: str, options: list[str], right: list[str]) -> dict[str, Any]:
    """Convert a key: full marks were for exactly the right options; only multiple choice could have several."""
    fractions = {option: 1.0 if option in right else 0.0 for option in options}
    return {"fractions": fractions, "scoring": "all"} if kind == "multiple" else {"fractions": fractions}


def _html(text: str) -> str:
    return escape(text, quote=False)
