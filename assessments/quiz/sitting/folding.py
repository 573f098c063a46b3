"""How an attempt at a quiz goes on: answers, and facts that others add. Functions of their arguments alone.

A state holds `responses` and `flags` and, where there are some, `terms`, `certainty`, `tries` (wrong ones, by
question), `checked`, `spared` (responses that were to be checked and were not, since they are no try), `at` (the page,
from 0) and, once it is closed, `closed` (when), `marks`, `people` (marks that people gave), `keys` (corrected ones),
`floor` (marks below which no correction goes) and `contests`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.plugins.activity import JSON, InvalidAnswer, Step
from lms.plugins.question import grouped, is_fully_right, questions

from . import facts
from .marking import settled
from .older import item_of
from .rules import CERTAINTY, IMMEDIATE, Rules

PREFIX, CERTAIN = "q:", "c:"
SUBMIT = "submit"
FIELDS = ("flag", "unflag", "check", "go")
Form = Mapping[str, Any]
State = Mapping[str, Any]
Items = Mapping[str, Mapping[str, Any]]


def rules_of(form: Form, state: State) -> Rules:
    return Rules.of(form.get("rules", {}), state.get("terms", {}))


def items_of(form: Form) -> dict[str, Mapping[str, Any]]:
    """The items of a form by question, in order."""
    return {item["id"]: item_of(item) for item in form["items"]}


def taken(form: Form, data: Mapping[str, Any]) -> JSON:
    """The fields of an answer; whether each is part of the attempt, and its value one that can be given,
    says `answer`.
    """
    prefixes = (PREFIX, CERTAIN) if Rules.of(form.get("rules", {})).behaviour == CERTAINTY else (PREFIX,)
    found = {name: value for name, value in data.items() if name.startswith(prefixes) or name in FIELDS}
    return found | ({SUBMIT: ["1"]} if SUBMIT in data else {})


def answer(form: Form, state: State, data: Mapping[str, Any], *, now: datetime) -> Step:
    """Fold what a browser sent: responses, flags, certainty; a check, a turn of the page, or the end.

    Raises `InvalidAnswer`.
    """
    rules, items = rules_of(form, state), items_of(form)
    pages = rules.pages(list(items))
    here = {name: items[name] for name in pages[state.get("at", 0)]} if rules.sequential else items
    new = {**state, "responses": _responses(here, state, data), "flags": _flags(items, here, state["flags"], data)}
    if rules.behaviour == CERTAINTY:
        new["certainty"] = _certainty(here, state, data)
    if SUBMIT in data:
        return close(form, new, now=now)
    if "check" in data:
        new |= _checked(_one(data, "check"), here, new, rules)
    if "go" in data:
        new["at"] = _page(_one(data, "go"), state.get("at", 0), len(pages), sequential=rules.sequential)
    return Step(without_nothing(new))


def close(form: Form, state: State, *, now: datetime) -> Step:
    """The attempt as it is submitted: marked as far as that can be done without a person."""
    marks, outcome = settled(form, state)
    return Step(without_nothing({**state, "marks": marks, "closed": now.isoformat()}), outcome)


def admit(form: Form, state: State, answers: Sequence[Mapping[str, Any]], *, now: datetime) -> Step:
    """Fold answers that came after the end into a closed attempt, as if in time, and mark it anew. Raises
    `InvalidAnswer`.

    Flags and checks have no use any more. What a person gave for an answer that is another one now is no mark of that
    one.
    """
    new: State = state
    for data in answers:
        given = {name: value for name, value in data.items() if name.startswith((PREFIX, CERTAIN)) or name == "go"}
        new = answer(form, new, given, now=now).state
    if all(new.get(part) == state.get(part) for part in ("responses", "certainty")):
        return Step(dict(state), settled(form, state)[1])
    changed = {name for name, response in new["responses"].items() if response != state["responses"].get(name)}
    people = {name: entries for name, entries in state.get("people", {}).items() if name not in changed}
    marks, outcome = settled(form, {**new, "people": people})
    return Step(without_nothing({**new, "people": people, "marks": marks}), outcome)


def fold(form: Form, state: State, verb: str, data: Mapping[str, Any], *, now: datetime) -> Step:
    """Fold a fact that is no answer of the learner's. Raises `InvalidAnswer`."""
    if verb == "terminated":
        return close(form, state, now=now)
    if verb not in FACTS:
        raise InvalidAnswer(_("A quiz takes no “%(verb)s”.") % {"verb": verb})
    try:
        new, lowers = FACTS[verb](items_of(form), state, data, now)
        new = without_nothing({**state, **new})
        if "marks" not in new or verb not in MARKED:
            return Step(new)
        marks, outcome = settled(form, new, lowers=lowers)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidAnswer):
            raise
        raise InvalidAnswer(_("What was recorded does not fit the attempt. Reload the page and try again.")) from error
    return Step({**new, "marks": marks}, outcome)


Fact = Callable[[Items, State, Mapping[str, Any], datetime], tuple[dict[str, Any], bool]]
FACTS: Mapping[str, Fact] = {
    "scored": facts.scored,
    "rescored": facts.rescored,
    "contested": facts.contested,
    "responded": facts.responded,
    "adjusted": facts.adjusted,
}
MARKED = ("scored", "rescored")
"""Facts after which a closed attempt is marked anew."""
_ALWAYS = ("responses", "flags", "marks")


def without_nothing(state: State) -> JSON:
    """The state without what is empty in it."""
    return {name: value for name, value in state.items() if value or name in _ALWAYS}


def _foreign() -> InvalidAnswer:
    return InvalidAnswer(_("This question is not part of the attempt. Reload the page and answer again."))


def _elsewhere() -> InvalidAnswer:
    return InvalidAnswer(_("This page was out of date. Reload it and answer again."))


def _one(data: Mapping[str, Any], name: str) -> str:
    """The one text that a form sent under `name`."""
    match data.get(name):
        case [str(text)]:
            return text
    raise _elsewhere()


def _responses(here: Items, state: State, data: Mapping[str, Any]) -> dict[str, Any]:
    """The responses with those that arrived; an answer that was checked and stands is not changed any more."""
    responses, checked = {**state["responses"]}, state.get("checked", {})
    for name, parts in grouped(data, PREFIX).items():
        item = here.get(name)
        if item is None:
            raise _foreign()
        try:
            response = questions.get(item["kind"]).read(parts, order=item["order"])
        except InvalidAnswer as error:
            error.at = f"question-{name}"
            raise
        if not checked.get(name, {}).get("done"):
            responses[name] = response
    return responses


def _flags(items: Items, here: Items, flags: list[str], data: Mapping[str, Any]) -> list[str]:
    wanted, unwanted = data.get("flag", []), data.get("unflag", [])
    if not (isinstance(wanted, list) and isinstance(unwanted, list)) or any(
        name not in list(here) for name in [*wanted, *unwanted]
    ):
        raise _foreign()
    return [name for name in items if (name in flags or name in wanted) and name not in unwanted]


def _certainty(here: Items, state: State, data: Mapping[str, Any]) -> dict[str, int]:
    certainty = {**state.get("certainty", {})}
    for name in (field for field in data if field.startswith(CERTAIN)):
        question, chosen = name.removeprefix(CERTAIN), _one(data, name)
        if question not in here or chosen not in ("1", "2", "3"):
            raise _foreign()
        certainty[question] = int(chosen)
    return certainty


def _checked(name: str, here: Items, state: State, rules: Rules) -> JSON:
    """What one learns of an answer when one has it checked: whether it is right, and whether it stands."""
    item, response = here.get(name), state["responses"].get(name)
    kind = questions.get(item["kind"]) if item else None
    if item is None or kind is None or rules.behaviour != IMMEDIATE or kind.by_people or not kind.scored:
        raise _foreign()
    checked = state.get("checked", {}).get(name, {})
    if not response and not rules.spares:
        raise InvalidAnswer(_("Answer the question first, then check it."), at=f"question-{name}")
    if checked.get("done"):
        return {}
    key = state.get("keys", {}).get(name, item["key"])
    right = is_fully_right(kind.mark(key, response) or 0.0)
    spared = {other: given for other, given in state.get("spared", {}).items() if other != name}
    if rules.spares and not right and no_try(item, key, response, checked):
        return {"spared": {**spared, name: response}}
    wrong = state.get("tries", {}).get(name, 0) + (not right)
    found = {"response": response, "right": right, "done": right or wrong >= rules.tries}
    tries = {**state.get("tries", {}), name: wrong} if wrong else state.get("tries", {})
    return {"checked": {**state.get("checked", {}), name: found}, "tries": tries, "spared": spared}


def no_try(item: Mapping[str, Any], key: Any, response: Any, checked: Mapping[str, Any]) -> str:
    """Why having this response checked is no try, in a sentence; nothing where it is one.

    `checked` is what was checked last.
    """
    if not response:
        return _("You have not answered this question yet. Answer it, then check it.")
    missing = questions.get(item["kind"]).unfinished(key, response, order=item["order"])
    if not missing and checked and checked["response"] == response:
        return _("This answer was checked already. Change it, then check it again.")
    return missing


def _page(wish: str, at: int, pages: int, *, sequential: bool) -> int:
    """The page to go to, from 0: any one, or where questions come in order the next one only."""
    number = int(wish) - 1 if wish.isascii() and wish.isdecimal() and len(wish) < 4 else -1
    if not 0 <= number < pages or (sequential and number != at + 1):
        raise _elsewhere()
    return number
