"""Events of an attempt at a quiz: answers, and facts that others add. Functions of their arguments alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.activity import JSON, InvalidAnswer, Outcome
from lms.foundation.plugins.question import grouped, is_fully_right, questions

from . import facts
from .form import Form, Item, Items
from .marking import settled
from .rules import CERTAINTY, IMMEDIATE, SEQUENTIAL, Rules
from .state import Check, State

PREFIX, CERTAIN = "q:", "c:"
SUBMIT = "submit"
FIELDS = ("flag", "unflag", "check", "go")
Folded = tuple[State, Outcome]


def answer_fields(rules: Rules, data: Mapping[str, object]) -> JSON:
    """Return the fields of an answer; whether each is part of the attempt, and its value one that can be given, says
    `answer`.
    """
    prefixes = (PREFIX, CERTAIN) if rules.behaviour == CERTAINTY else (PREFIX,)
    kept = {name: value for name, value in data.items() if name.startswith(prefixes) or name in FIELDS}
    return kept | ({SUBMIT: ["1"]} if SUBMIT in data else {})


def answer(form: Form, state: State, data: Mapping[str, Any], *, now: datetime) -> Folded:
    """Fold what a browser sent: responses, flags, certainty; a check, a turn of the page, or the end.

    Raises `InvalidAnswer`.
    """
    rules, items = Rules.of(form.settings, state.terms), form.items
    sequential = rules.navigation == SEQUENTIAL
    here = items.only(rules.pages(list(items))[state.at]) if sequential else items
    new = replace(
        state,
        responses=_responses(here, state, data),
        flags=_flags(items, here, state.flags, data) if "flag" in data or "unflag" in data else state.flags,
        certainty=_certainty(here, state, data) if rules.behaviour == CERTAINTY else state.certainty,
    )
    if SUBMIT in data:
        return close(form, new, now=now)
    if "check" in data:
        new = _checked(_one(data, "check"), here, new, rules)
    if "go" in data:
        number = len(rules.pages(list(items)))
        new = replace(new, at=_page(_one(data, "go"), state.at, number, sequential=sequential))
    return new, Outcome()


def close(form: Form, state: State, *, now: datetime) -> Folded:
    """Return the attempt as it is submitted: marked as far as that can be done without a person."""
    marks, outcome = settled(form, state)
    return replace(state, marks=marks, closed=now.isoformat()), outcome


def admit(form: Form, state: State, answers: Sequence[Mapping[str, object]], *, now: datetime) -> Folded:
    """Fold answers that came after the end into a closed attempt, as if in time, and mark it anew. Raises
    `InvalidAnswer`.

    Flags and checks have no use any more. What a person gave for an answer that is another one now is no mark of that
    one.
    """
    new = state
    for data in answers:
        given = {name: value for name, value in data.items() if name.startswith((PREFIX, CERTAIN)) or name == "go"}
        new, _nothing_yet = answer(form, new, given, now=now)
    if (new.responses, new.certainty) == (state.responses, state.certainty):
        return state, settled(form, state)[1]
    changed = {name for name, response in new.responses.items() if response != state.responses.get(name)}
    new = replace(new, people={name: given for name, given in state.people.items() if name not in changed})
    marks, outcome = settled(form, new)
    return replace(new, marks=marks), outcome


def fold(form: Form, state: State, verb: str, data: Mapping[str, object], *, now: datetime) -> Folded:
    """Fold a fact that is no answer of the learner's. Raises `InvalidAnswer`."""
    if verb == "terminated":
        return close(form, state, now=now)
    if verb not in FACTS:
        raise InvalidAnswer(_("A quiz takes no “%(verb)s”.") % {"verb": verb})
    try:
        new, lowers = FACTS[verb](form.items, state, data, now)
        if not new.is_marked or verb not in MARKED:
            return new, Outcome()
        marks, outcome = settled(form, new, lowers=lowers)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, InvalidAnswer):
            raise
        raise data_do_not_fit() from error
    return replace(new, marks=marks), outcome


Fact = Callable[[Items, State, Mapping[str, Any], datetime], tuple[State, bool]]
FACTS: Mapping[str, Fact] = {
    "scored": facts.scored,
    "rescored": facts.rescored,
    "contested": facts.contested,
    "responded": facts.responded,
    "adjusted": facts.adjusted,
}
MARKED = ("scored", "rescored")
"""Facts after which a closed attempt is marked anew."""


def data_do_not_fit() -> InvalidAnswer:
    return InvalidAnswer(_("The recorded answers do not fit the attempt. Reload the page and try again."))


def _foreign() -> InvalidAnswer:
    return InvalidAnswer(_("This question is not part of the attempt. Reload the page and answer again."))


def _elsewhere() -> InvalidAnswer:
    return InvalidAnswer(_("This page was out of date. Reload it and answer again."))


def _one(data: Mapping[str, object], name: str) -> str:
    """Return the one text that a form sent under `name`."""
    match data.get(name):
        case [str(text)]:
            return text
    raise _elsewhere()


def _responses(here: Items, state: State, data: Mapping[str, object]) -> dict[str, object]:
    """Return the responses with those that arrived; an answer that was checked and stands is not changed any more."""
    responses = {**state.responses}
    for name, parts in grouped(data, PREFIX).items():
        stored = here.stored.get(name)
        if stored is None:
            raise _foreign()
        item = Item.read(stored)
        try:
            response = questions.get(item.kind).read(parts, order=item.order)
        except InvalidAnswer as error:
            error.at = f"question-{name}"
            raise
        if name not in state.checked or not state.stands(name):
            responses[name] = response
    return responses


def _flags(items: Items, here: Items, flags: list[str], data: Mapping[str, object]) -> list[str]:
    wanted, unwanted = data.get("flag", []), data.get("unflag", [])
    if not (isinstance(wanted, list) and isinstance(unwanted, list)) or any(
        name not in list(here) for name in [*wanted, *unwanted]
    ):
        raise _foreign()
    return [name for name in items if (name in flags or name in wanted) and name not in unwanted]


def _certainty(here: Items, state: State, data: Mapping[str, object]) -> dict[str, int]:
    certainty = {**state.certainty}
    for name in (field for field in data if field.startswith(CERTAIN)):
        question, chosen = name.removeprefix(CERTAIN), _one(data, name)
        if question not in here or chosen not in ("1", "2", "3"):
            raise _foreign()
        certainty[question] = int(chosen)
    return certainty


def _checked(name: str, here: Items, state: State, rules: Rules) -> State:
    """Return the state with what one learns of an answer when one has it checked: whether it is right, and whether it
    stands.
    """
    item, response = here.get(name), state.responses.get(name)
    kind = item.type if item else None
    if item is None or kind is None or rules.behaviour != IMMEDIATE or kind.by_people or not kind.scored:
        raise _foreign()
    last = state.check(name)
    if state.stands(name):
        return state
    key = state.key(item)
    right = is_fully_right(kind.mark(key, response) or 0.0)
    spared = {other: given for other, given in state.spared.items() if other != name}
    if not right and no_try(item, key, response, last):
        return replace(state, spared={**spared, name: response})
    wrong = state.tries.get(name, 0) + (not right)
    check = Check(response, right, done=right or wrong >= rules.tries)
    tries = {**state.tries, name: wrong} if wrong else state.tries
    return replace(state, checked={**state.checked, name: check.as_json()}, tries=tries, spared=spared)


def no_try(item: Item, key: object, response: object, last: Check | None) -> str:
    """Return the reason why having this response checked is no try, in a sentence; empty where it is one.

    `last` is the check before.
    """
    if not response:
        return _("You have not answered this question yet. Answer it, then check it.")
    missing = item.type.unfinished(key, response, order=item.order)
    if not missing and last is not None and last.response == response:
        return _("This answer was checked already. Change it, then check it again.")
    return missing


def _page(wish: str, at: int, pages: int, *, sequential: bool) -> int:
    """Return the page to go to, from 0: any one, or where questions come in order the next one only."""
    number = (whole_number(wish, digits=3) or 0) - 1
    if not 0 <= number < pages or (sequential and number != at + 1):
        raise _elsewhere()
    return number
