"""What others add to an attempt: marks, corrected keys, questions and answers about it, extra time. Functions of their
arguments alone.

Each gives what changes in the state, and whether a result may be lower afterwards; `data` is the event's, with “by”
(who it was).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lms.plugins.activity import InvalidAnswer
from lms.plugins.question import questions

from .marking import DECISION
from .rules import TERMS

Items = Mapping[str, Mapping[str, Any]]
State = Mapping[str, Any]
Data = Mapping[str, Any]
LONGEST = 4000
"""Characters of a comment, of what is contested, and of the answer to it."""


def scored(items: Items, state: State, data: Data, now: datetime) -> tuple[dict[str, Any], bool]:
    """Marks by a person: {"marks": {question: {"fraction", "rubric", "comment", "round"}}, "by"}. The last of a round
    counts.

    Round 3 is a decision, which counts alone; also of a question that is marked without people, such as after it was
    contested.
    """
    _closed(state)
    people = {**state.get("people", {})}
    if not data["marks"]:
        raise InvalidAnswer(_("Give a mark first."))
    for name, given in data["marks"].items():
        _part(items, name)
        if not questions.get(items[name]["kind"]).scored:
            raise InvalidAnswer(_("There is no right or wrong in this question: it has no mark."))
        people[name] = [*people.get(name, []), _entry(given) | _who(data, now)]
    return {"people": people}, True


def _entry(given: Mapping[str, Any]) -> dict[str, Any]:
    fraction, number = given["fraction"], given.get("round", 1)
    if isinstance(fraction, bool) or not 0 <= fraction <= 1:
        raise InvalidAnswer(_("Give marks from nothing to full marks."))
    if number not in (1, 2, DECISION):
        raise InvalidAnswer(_("There are two markers at most, and one who decides."))
    entry = {"fraction": float(fraction), "round": number}
    if given.get("rubric"):
        entry["rubric"] = dict(given["rubric"])
    return entry | ({"comment": _text(given["comment"])} if given.get("comment") else {})


def rescored(items: Items, state: State, data: Data, now: datetime) -> tuple[dict[str, Any], bool]:
    """Corrected keys: {"keys": {question: key}, "reason", "lower"}.

    Unless `lower` says so no question loses what it had earned.
    """
    lowers = data.get("lower") is True
    for name, key in data["keys"].items():
        _part(items, name)
        questions.get(items[name]["kind"]).mark(key, state["responses"].get(name))
    had = {name: mark for name in data["keys"] if (mark := state.get("marks", {}).get(name)) is not None}
    floor = {name: mark for name, mark in state.get("floor", {}).items() if not (lowers and name in data["keys"])}
    new = floor if lowers else floor | {name: mark for name, mark in had.items() if mark > 0}
    return {"keys": {**state.get("keys", {}), **data["keys"]}, "floor": new}, lowers


def contested(items: Items, state: State, data: Data, now: datetime) -> tuple[dict[str, Any], bool]:
    """The learner asks for a second look: {"question", "text"}. One question at a time, until somebody has answered."""
    _closed(state)
    entries = state.get("contests", {}).get(data["question"], [])
    if entries and entries[-1]["what"] == "contested":
        raise InvalidAnswer(_("You have contested this answer already. Your instructor will answer here."))
    return _said("contested", items, state, data, now), False


def responded(items: Items, state: State, data: Data, now: datetime) -> tuple[dict[str, Any], bool]:
    """An instructor answers what was contested: {"question", "text"}."""
    if not state.get("contests", {}).get(data["question"]):
        raise InvalidAnswer(_("Nobody contested this answer."))
    return _said("responded", items, state, data, now), False


def adjusted(items: Items, state: State, data: Data, now: datetime) -> tuple[dict[str, Any], bool]:
    """Other terms while the attempt is under way: {"terms": {...}, "reason"}."""
    if "marks" in state:
        raise InvalidAnswer(_("This attempt is finished; its time cannot be changed any more."))
    if not data["terms"] or set(data["terms"]) - set(TERMS):
        raise InvalidAnswer(_("This cannot be changed for one attempt."))
    closes, minutes = data["terms"].get("closes_at"), data["terms"].get("minutes", 0)
    if (closes and datetime.fromisoformat(closes).tzinfo is None) or not isinstance(minutes, int) or minutes < 0:
        raise InvalidAnswer(_("Give a whole number of minutes, or a moment with its time zone."))
    return {"terms": {**state.get("terms", {}), **data["terms"]}}, False


def _said(what: str, items: Items, state: State, data: Data, now: datetime) -> dict[str, Any]:
    name, contests = data["question"], state.get("contests", {})
    _part(items, name)
    return {
        "contests": {
            **contests,
            name: [*contests.get(name, []), {"what": what, "text": _text(data["text"])} | _who(data, now)],
        }
    }


def _who(data: Data, now: datetime) -> dict[str, Any]:
    return {"by": data.get("by"), "at": now.isoformat()}


def _text(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > LONGEST:
        raise InvalidAnswer(_("Write something, up to %(number)s characters.") % {"number": LONGEST})
    return text


def _part(items: Items, name: Any) -> None:
    if name not in items:
        raise InvalidAnswer(_("This question is not part of the attempt."))


def _closed(state: State) -> None:
    if "marks" not in state:
        raise InvalidAnswer(_("This attempt is still under way."))
