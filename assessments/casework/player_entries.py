"""Actions of players: decide, send and answer forms, pass cards on, write to one another. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import fsum
from typing import Any

from lms.foundation.interface.parsing import whole_number

from .clock import make, tell, work
from .definition.case import OVERSHARED, Effect, Form
from .marking import LONGEST, fitting
from .refusals import Refused
from .script import Script
from .state import MadeDecision, Message, ReceivedCard, SentForm, State

Data = Mapping[str, Any]
MOST_DIGITS = 6
"""Digits of the number of a message: no run has more."""
Verb = Callable[[Script, State, str, Data], None]


def decide(script: Script, state: State, seat: str, data: Data) -> None:
    """Enter a decision: `decision`, `option`, `reason`, and `relies`: the cards that the seat relied on."""
    decision = script.decisions.get(_id(data, "decision"))
    if decision is None or decision.seat != seat:
        raise Refused("unknown", decision=_id(data, "decision"))
    if made := state.made.get(decision.id):
        raise Refused("made" if made.seat else "closed", decision=decision.id, at=made.at, option=made.option)
    if decision.id not in state.opened:
        raise Refused("not_open", decision=decision.id)
    offered, option = script.offered(decision.id, state.facts, state.since), _id(data, "option")
    if option not in offered:
        raise Refused("no_option", decision=decision.id)
    among = offered if script.is_conditional(decision.id) else ()
    made = MadeDecision(option, state.at, seat, _words(data, "reason"), _relied(state, seat, data), among)
    make(state, decision, made)


def _relied(state: State, seat: str, data: Data) -> tuple[str, ...]:
    cards = _ids(data, "relies")
    for card in cards:
        if not state.knows(seat, card):
            raise Refused("not_known", card=card)
    return cards


def send(script: Script, state: State, seat: str, data: Data) -> None:
    """Enter a form: `form`, its `values`, and the `marks` that they were given at the door."""
    form = script.forms.get(_id(data, "form"))
    if form is None or form.seat != seat:
        raise Refused("unknown", form=_id(data, "form"))
    if f"f:{form.id}" not in state.opened:
        raise Refused("not_open", form=form.id)
    if (before := state.sent.get(form.id)) is not None and before.answer != "returned":
        raise Refused(before.answer or "waits", form=form.id)
    values, marks = _values(form, data), _marks(form, data)
    state.sent[form.id] = SentForm(state.at, values, marks)
    state.judged = {name: marks for name, marks in state.judged.items() if not name.startswith(f"{form.id}.")}
    work(state, script, [Effect(f"f:{form.id}", "add", 1), *form.then])
    if fsum(marks.values()) >= form.enough:
        work(state, script, form.well)


def _values(form: Form, data: Data) -> dict[str, object]:
    values = data.get("values")
    if not isinstance(values, Mapping):
        raise Refused("bad_value", form=form.id, field="")
    for field in form.fields:
        if not fitting(field, values.get(field.id)):
            raise Refused("bad_value", form=form.id, field=field.id)
    return {field.id: values[field.id] for field in form.fields if values.get(field.id) not in (None, "", [])}


def _marks(form: Form, data: Data) -> dict[str, float]:
    """Return marks as they were given, each from 0 to what its field is worth."""
    given = data.get("marks")
    marks = given if isinstance(given, Mapping) else {}
    return {
        field.id: min(max(marks.get(field.id, 0), 0), field.marks) for field in form.fields if field.key is not None
    }


def receive(script: Script, state: State, seat: str, data: Data) -> None:
    """Enter a receipt: `form`, whether to `accept` it, and a `reason` where it is returned."""
    form = script.forms.get(_id(data, "form"))
    if form is None or seat not in form.to:
        raise Refused("unknown", form=_id(data, "form"))
    sent = state.sent.get(form.id)
    if sent is None:
        raise Refused("not_sent", form=form.id)
    if sent.answer:
        raise Refused("answered", form=form.id, answer=sent.answer)
    accepts = data.get("accept") is True
    reason = "" if accepts else _words(data, "reason")
    answer = "accepted" if accepts else "returned"
    state.sent[form.id] = replace(sent, answer=answer, answered_at=state.at, reason=reason)
    state.set(f"r:{form.id}", answer)


def share(script: Script, state: State, seat: str, data: Data) -> None:
    """Enter a passing on: `card`, and the seats that it is passed on `to`. Passing it further than it is needed is
    allowed, and counted.
    """
    name, to = _id(data, "card"), _seats(script, seat, data)
    if not state.knows(seat, name):
        raise Refused("not_known", card=name)
    need = script.cards[name].need
    reached = [other for other in to if tell(state, other, ReceivedCard(name, state.at, seat))]
    if not reached:
        raise Refused("has_it", card=name)
    for other in reached:
        state.set(f"s:{name}:{other}", True)
        if need is not None and other not in need:
            work(state, script, [Effect(OVERSHARED, "add", 1)])


def say(script: Script, state: State, seat: str, data: Data) -> None:
    """Enter a `text` `to` other seats."""
    state.messages.append(Message(seat, _seats(script, seat, data), _words(data, "text"), state.at))


def opened(script: Script, state: State, seat: str, data: Data) -> None:
    """Note that a `card` was read, or a `message`, by its number from 0 among those that the seat has. The log keeps
    when; nothing of the world changes.
    """
    number = _id(data, "message")
    if number:
        has = sum(seat == one.sender or seat in one.to for one in state.messages)
        place = whole_number(number, digits=MOST_DIGITS)
        if place is None or place >= has:
            raise Refused("not_known", message=number)
    elif not state.knows(seat, _id(data, "card")):
        raise Refused("not_known", card=_id(data, "card"))


def _seats(script: Script, seat: str, data: Data) -> tuple[str, ...]:
    to = _ids(data, "to")
    if not to or seat in to or not set(to) <= set(script.seats):
        raise Refused("nobody")
    return to


def _id(data: Data, name: str) -> str:
    found = data.get(name)
    return found if isinstance(found, str) else ""


def _ids(data: Data, name: str) -> tuple[str, ...]:
    found = data.get(name) or ()
    listed = found if isinstance(found, list | tuple) else [found]
    return tuple(dict.fromkeys(each for each in listed if isinstance(each, str)))


def _words(data: Data, name: str) -> str:
    found = data.get(name)
    if not isinstance(found, str) or not found.strip():
        raise Refused("no_reason", field=name)
    if len(found) > LONGEST:
        raise Refused("long", field=name)
    return found


VERBS: Mapping[str, Verb] = {
    "decide": decide,
    "send": send,
    "receive": receive,
    "share": share,
    "say": say,
    "opened": opened,
}
