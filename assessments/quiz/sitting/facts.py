"""Facts that others add to an attempt: marks, corrected keys, questions and answers about it, extra time. Functions of
their arguments alone.

Each gives the new state, and whether a result may be lower afterwards; `data` is the event's, with “by”
(who it was).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.versions import KEY

from .form import Items
from .rules import TERMS
from .state import DECISION, PersonsMark, Remark, State
from .type_versions import value_now

Data = Mapping[str, Any]
LONGEST = 4000
"""Characters of a comment, of what is contested, and of the answer to it."""


def scored(items: Items, state: State, data: Data, now: datetime) -> tuple[State, bool]:
    """Return marks by a person: {"marks": {question: {"fraction", "rubric", "comment", "round"}}, "by"}. The last of a
    round counts.

    Round 3 is a decision, which counts alone; also of a question that is marked without people, such as after it was
    contested.
    """
    _closed(state)
    people = {**state.people}
    if not data["marks"]:
        raise InvalidAnswer(_("Give a mark first."))
    for name, given in data["marks"].items():
        _part(items, name)
        if not items[name].type.scored:
            raise InvalidAnswer(_("There is no right or wrong in this question: it has no mark."))
        people[name] = [*people.get(name, []), _given(given, by=data.get("by"), now=now).as_json()]
    return replace(state, people=people), True


def _given(given: Mapping[str, Any], *, by: Any, now: datetime) -> PersonsMark:
    fraction, number = given["fraction"], given.get("round", 1)
    if isinstance(fraction, bool) or not 0 <= fraction <= 1:
        raise InvalidAnswer(_("Give marks from nothing to full marks."))
    if number not in (1, 2, DECISION):
        raise InvalidAnswer(_("There are two markers at most, and one who decides."))
    rubric = dict(given.get("rubric") or {})
    comment = _text(given["comment"]) if given.get("comment") else ""
    return PersonsMark(float(fraction), number, rubric, comment, by, now.isoformat())


def rescored(items: Items, state: State, data: Data, now: datetime) -> tuple[State, bool]:
    """Return corrected keys: {"keys": {question: key}, "reason", "lower"}, and “types” with the versions of their types
    that are not the first.

    Unless `lower` says so no question loses what it had earned.
    """
    lowers, kinds, types = data.get("lower") is True, items.kinds, data.get("types", {})
    keys = {name: value_now(kinds, KEY, name, key, types) for name, key in data["keys"].items()}
    for name, key in keys.items():
        _part(items, name)
        items[name].type.mark(key, state.responses.get(name))
    had = {name: mark for name in keys if (mark := state.mark(name)) is not None}
    floor = {name: mark for name, mark in state.floor.items() if not (lowers and name in keys)}
    new = floor if lowers else floor | {name: mark for name, mark in had.items() if mark > 0}
    return replace(state, keys={**state.keys, **keys}, floor=new), lowers


def contested(items: Items, state: State, data: Data, now: datetime) -> tuple[State, bool]:
    """Let the learner ask for a second look: {"question", "text"}. One question at a time, until somebody has
    answered.
    """
    _closed(state)
    said = state.said(data["question"])
    if said and said[-1].is_contest:
        raise InvalidAnswer(_("You have contested this answer already. Your instructor will answer here."))
    return _contest_changed("contested", items, state, data, now), False


def responded(items: Items, state: State, data: Data, now: datetime) -> tuple[State, bool]:
    """Return an instructor answers what was contested: {"question", "text"}."""
    if not state.contests.get(data["question"]):
        raise InvalidAnswer(_("This answer was not contested."))
    return _contest_changed("responded", items, state, data, now), False


def adjusted(items: Items, state: State, data: Data, now: datetime) -> tuple[State, bool]:
    """Return other terms while the attempt is under way: {"terms": {...}, "reason"}."""
    if state.is_marked:
        raise InvalidAnswer(_("This attempt is finished; its time cannot be changed any more."))
    if not data["terms"] or set(data["terms"]) - set(TERMS):
        raise InvalidAnswer(_("This setting cannot be changed for one attempt."))
    closes, minutes = data["terms"].get("closes_at"), data["terms"].get("minutes", 0)
    if (closes and datetime.fromisoformat(closes).tzinfo is None) or not isinstance(minutes, int) or minutes < 0:
        raise InvalidAnswer(_("Give a whole number of minutes, or a moment with its time zone."))
    return replace(state, terms={**state.terms, **data["terms"]}), False


def _contest_changed(what: str, items: Items, state: State, data: Data, now: datetime) -> State:
    name = data["question"]
    _part(items, name)
    remark = Remark(what, _text(data["text"]), data.get("by"), now.isoformat())
    return replace(state, contests={**state.contests, name: [*state.contests.get(name, []), remark.as_json()]})


def _text(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > LONGEST:
        raise InvalidAnswer(_("Write something, up to %(number)s characters.") % {"number": LONGEST})
    return text


def _part(items: Items, name: object) -> None:
    if name not in items:
        raise InvalidAnswer(_("This question is not part of the attempt."))


def _closed(state: State) -> None:
    if not state.is_marked:
        raise InvalidAnswer(_("This attempt is still under way."))
