"""Changes by answers that came after the end of an attempt, question by question, for the decision on them."""

from collections.abc import Mapping
from typing import Any

from assessments.questions.bank.third_person import in_third_person

from .form import Form, Item
from .rules import Rules
from .state import State
from .type_versions import question_now

JSON = dict[str, Any]
Texts = Mapping[str, Any]


def compare_answers(definition: Texts, form: Form, before: State, after: State) -> list[JSON]:
    """Return the questions whose answer differs, in order: what is stored, and what would be.

    As on the marking desk keys and feedback are shown, but not of an exam, which others may still sit; and where people
    mark without knowing whose answer it is, nothing is.
    """
    rules, lines = form.rules(before.terms), []
    for number, (name, item) in enumerate(form.items.items(), start=1):
        old, new = before.responses.get(name), after.responses.get(name)
        if old == new:
            continue
        kind, question = item.type, question_now(definition["questions"].get(name, {}))
        line = {"number": number, "stem": question.get("stem", ""), "language": question.get("language", "")}
        if rules.blind and kind.by_people:
            lines.append(line | {"stem": "", "hidden": True})
            continue
        sides = (("before", old, before), ("after", new, after))
        lines.append(
            line
            | {
                side: _shown(item, question, response, _due(item, question, state, rules), side)
                for side, response, state in sides
            }
        )
    return lines


def _due(item: Item, question: Texts, state: State, rules: Rules) -> JSON:
    """Return the key and the feedback, as far as they may be shown."""
    if rules.ticket:
        return {"key": None, "reveal": None}
    key = state.key(item)
    rubric = isinstance(key, Mapping) and key.get("rubric")
    return {"key": None if rubric else key, "reveal": question.get("reveal", {})}


def _shown(item: Item, question: Texts, response: object, due: JSON, side: str) -> JSON:
    """Return the context of the question type's template."""
    if not question:
        return {}
    kind = item.type
    shown = kind.context(question["shown"], order=item.order, response=response, **due)
    own = {"id": f"{item.id}-{side}", "closed": True, "template": kind.template, "response": response, "mark": 0.0}
    return {
        **in_third_person(shown),
        **own,
        "number": 0,
        "stem": "",
        "language": question.get("language", ""),
        "sounds": [],
    }
