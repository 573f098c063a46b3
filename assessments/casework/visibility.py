"""Views of a play: the view of a seat, built from its own parts alone, and that of the facilitator. Ids and values.
Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .clock import closing_minute
from .definition.case import Inject, Value
from .script import Script, Share
from .state import MadeDecision, Message, ReceivedCard, SentForm, State


@dataclass(frozen=True)
class Question:
    """A decision to make now, with the `options` that it offers in the order of this play; `closes_at` is None where it
    stays open.
    """

    id: str
    options: tuple[str, ...]
    opened_at: int
    closes_at: int | None


@dataclass(frozen=True)
class Paper:
    """A form of the seat's own: what was last sent, or None; whether it can be sent now."""

    id: str
    can_send: bool
    values: Mapping[str, Any] | None
    sent_at: int | None
    answer: str
    reason: str


@dataclass(frozen=True)
class Received:
    """A form that came from another seat; without its marks."""

    id: str
    sender: str
    values: Mapping[str, Any]
    at: int
    answer: str


@dataclass(frozen=True)
class View:
    """All that a seat may know at minute `at`. Times are minutes of the case."""

    seat: str
    status: str
    paused: bool
    at: int
    turn: int
    cards: tuple[ReceivedCard, ...]
    questions: tuple[Question, ...]
    made: tuple[tuple[str, MadeDecision], ...]
    papers: tuple[Paper, ...]
    received: tuple[Received, ...]
    messages: tuple[Message, ...]
    facts: tuple[tuple[str, Value], ...]


def seat_view(script: Script, state: State, seat: str) -> View:
    """Return the view of a seat. Other seats appear only in what they told this one: not even in whether they did
    anything.
    """
    share = script.share(seat)
    return View(
        seat=seat,
        status=state.status,
        paused=state.paused,
        at=state.at,
        turn=state.turn,
        cards=tuple(state.told.get(seat, ())),
        questions=_questions(script, state, share),
        made=tuple((id, made) for id, made in state.made.items() if script.decisions[id].seat == seat),
        papers=_papers(state, share),
        received=_received(state, share),
        messages=tuple(message for message in state.messages if seat == message.sender or seat in message.to),
        facts=tuple((fact.id, fact.shown(state.facts.get(fact.id))) for fact in share.facts),
    )


def changed_seats(script: Script, before: State, after: State) -> list[str]:
    """Return the seats that see anything else in `after`, which was played from `before`. Most entries concern one or
    two of many seats, and of most it is known without looking: what is only added is seen by those to whom it came.
    """
    if _for_everybody(before) != _for_everybody(after):
        return list(script.seats)
    spoke = {seat for message in after.messages[len(before.messages) :] for seat in (message.sender, *message.to)}
    moved = _moved(before, after)
    return [
        seat
        for seat in script.seats
        if seat in spoke
        or before.told.get(seat) != after.told.get(seat)
        or (
            not moved.isdisjoint(script.share(seat).names)
            and seat_view(script, before, seat) != seat_view(script, after, seat)
        )
    ]


def _for_everybody(state: State) -> tuple[object, ...]:
    """Return the parts of a state that everybody sees."""
    return state.status, state.paused, state.at, state.turn


def _moved(before: State, after: State) -> set[str]:
    """Return the facts, decisions and forms that differ from before, by their names in a state."""
    parts: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...] = (
        (before.facts, after.facts),
        (before.opened, after.opened),
        (before.made, after.made),
        (before.sent, after.sent),
    )
    return {id for then, now in parts if then != now for id in then.keys() | now if then.get(id) != now.get(id)}


def _questions(script: Script, state: State, share: Share) -> tuple[Question, ...]:
    return tuple(
        Question(one.id, offered, state.opened[one.id], closing_minute(script, state, one))
        for one in share.decisions
        if one.id in state.opened and one.id not in state.made
        if (offered := script.offered(one.id, state.facts, state.since))
    )


def _papers(state: State, share: Share) -> tuple[Paper, ...]:
    return tuple(_paper(form.id, state.sent.get(form.id)) for form in share.sends if f"f:{form.id}" in state.opened)


def _paper(id: str, sent: SentForm | None) -> Paper:
    if sent is None:
        return Paper(id, True, None, None, "", "")
    return Paper(id, sent.answer == "returned", sent.values, sent.at, sent.answer, sent.reason)


def _received(state: State, share: Share) -> tuple[Received, ...]:
    return tuple(
        Received(form.id, form.seat, state.sent[form.id].values, state.sent[form.id].at, state.sent[form.id].answer)
        for form in share.receives
        if form.id in state.sent
    )


WAITING, ARMED, DUE, HELD, GIVEN = "waiting", "armed", "due", "held", "given"


@dataclass(frozen=True)
class InjectLine:
    """One inject in the facilitator's list, `due_at` the minute at which it comes if nothing changes, or came."""

    id: str
    standing: str
    due_at: int | None


@dataclass(frozen=True)
class Board:
    """View of the facilitator and evaluators, complete."""

    at: int
    injects: tuple[InjectLine, ...]
    views: Mapping[str, View]
    facts: Mapping[str, Value]
    danger: tuple[tuple[int, str, Value], ...]


def facilitator_board(script: Script, state: State) -> Board:
    lines = tuple(_line(state, inject) for inject in script.case.injects)
    views = {seat: seat_view(script, state, seat) for seat in script.seats}
    return Board(state.at, lines, views, state.facts, tuple(state.danger))


def _line(state: State, inject: Inject) -> InjectLine:
    if inject.id in state.given:
        return InjectLine(inject.id, GIVEN, state.given[inject.id])
    if inject.id in state.held:
        return InjectLine(inject.id, HELD, None)
    if inject.id not in state.armed:
        return InjectLine(inject.id, WAITING, None)
    due = max(inject.at, state.armed[inject.id] + inject.delay)
    return InjectLine(inject.id, ARMED if due > state.at else DUE, due)


def card_minutes(state: State) -> dict[str, dict[str, int]]:
    """Return the minute from which each seat knew each card: by card, then by seat."""
    cards: dict[str, dict[str, int]] = {}
    for seat, told in state.told.items():
        for one in told:
            cards.setdefault(one.card, {})[seat] = one.at
    return cards
