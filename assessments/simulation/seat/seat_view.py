"""The page of a seat, built from what the seat sees and nothing else, in the words of its reader."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from assessments.casework import (
    OPEN,
    Field,
    MadeDecision,
    Message,
    Paper,
    Question,
    ReceivedCard,
    Script,
    State,
    Texts,
    View,
    seat_view,
)
from assessments.casework.definition.recordings import is_film

DAY = 24 * 60
EMPTY: Mapping[str, Any] = {}
MomentOf = Callable[[int], datetime | None]
"""The real moment at which something of a minute of the case happens; None where nobody knows it yet."""


def no_moment(minute: int) -> None:
    """Return no moment: a play without a clock of its own has none."""


@dataclass(frozen=True)
class Refusal:
    """Input that was sent and refused, kept so that nothing of it is lost: `verb`, `data`, and the `sentence` why."""

    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""

    def of(self, verb: str, name: str, value: str) -> Mapping[str, Any]:
        """Return the data, where it is about this thing."""
        return self.data if self.verb == verb and self.data.get(name) == value else EMPTY


def seat_context(
    script: Script, state: State, texts: Texts, role: str, refusal: Refusal, moment_of: MomentOf = no_moment
) -> dict[str, Any]:
    """Return the context of a seat's template: never anything of another seat. Feedback once the play is over."""
    view = seat_view(script, state, role)
    cards = [_card(script, texts, told) for told in view.cards]
    is_open = view.status == OPEN
    received = _received(script, view, texts, refusal)
    return {
        "name": texts.of("seats", role).get("name", role),
        "brief": texts.of("seats", role).get("brief", ""),
        "is_open": is_open,
        "paused": view.paused,
        "clock": clock(view.at),
        "turn": view.turn + 1 if script.in_turns else 0,
        "turns": len(script.turn_ends),
        "cards": cards,
        "questions": _questions(texts, view, refusal, moment_of) if is_open else [],
        "papers": _papers(script, view, texts, refusal),
        "received": received,
        "to_answer": sum(one["can_answer"] for one in received),
        "made": [_made(view, texts, id, made) for id, made in view.made],
        "messages": [_message(texts, one, role, number) for number, one in enumerate(view.messages)],
        "facts": [{"label": texts.of("facts", id).get("label", id), "value": value} for id, value in view.facts],
        "others": [{"id": id, "name": texts.of("seats", id).get("name", id)} for id in script.seats if id != role],
        "said": refusal.data.get("text", ""),
        "said_to": refusal.data.get("to", ()) if refusal.verb == "say" else (),
        "shared": refusal.data.get("card", "") if refusal.verb == "share" else "",
        "shared_to": refusal.data.get("to", ()) if refusal.verb == "share" else (),
        "refused": refusal.sentence,
        "unkept": _unkept(refusal),
    }


def clock(minute: int) -> dict[str, int | str]:
    """Return a minute of the case as its day, from 1, and its time."""
    return {"day": minute // DAY + 1, "time": f"{minute % DAY // 60:02}:{minute % 60:02}"}


def _card(script: Script, texts: Texts, told: ReceivedCard) -> dict[str, object]:
    words = texts.of("cards", told.card)
    card = script.cards.get(told.card)
    return {
        "id": told.card,
        "title": words.get("title", told.card),
        "source": words.get("source", ""),
        "text": told.words or words.get("text", ""),
        "picture": card.picture if card else "",
        "alt": words.get("alt", ""),
        "credit": words.get("credit", ""),
        "recording": card.recording if card else "",
        "is_film": bool(card and is_film(card.recording)),
        "weight": card.weight if card else 0,
        "transcript": words.get("transcript", ""),
        "by": texts.of("seats", told.source).get("name", told.source) if told.source else "",
        "at": told.at,
        "clock": clock(told.at),
    }


def _questions(texts: Texts, view: View, refusal: Refusal, moment_of: MomentOf) -> list[dict[str, object]]:
    """Return the decisions that are open, that which closes first before others; only one is unfolded."""
    rows = sorted(view.questions, key=lambda one: (one.closes_at is None, one.closes_at or 0))
    found = [_question(texts, one, refusal, moment_of) for one in rows]
    unfolded = next((one for one in found if one["is_kept"]), found[0] if found else {})
    return [one | {"is_open": one is unfolded} for one in found]


def _question(texts: Texts, one: Question, refusal: Refusal, moment_of: MomentOf) -> dict[str, object]:
    words, kept = texts.of("decisions", one.id), refusal.of("decide", "decision", one.id)
    options = words.get("options", {})
    return {
        "id": one.id,
        "ask": words.get("ask", ""),
        "options": [{"id": id, "text": options.get(id, {}).get("text", id)} for id in one.options],
        "closes": clock(one.closes_at) if one.closes_at is not None else None,
        "closes_at": moment_of(one.closes_at) if one.closes_at is not None else None,
        "is_kept": bool(kept),
        "chosen": kept.get("option", ""),
        "reason": kept.get("reason", ""),
        "relies": kept.get("relies", ()),
    }


def _papers(script: Script, view: View, texts: Texts, refusal: Refusal) -> list[dict[str, object]]:
    return [_paper(script, texts, one, refusal, is_open=view.status == OPEN) for one in view.papers]


def _paper(script: Script, texts: Texts, one: Paper, refusal: Refusal, *, is_open: bool) -> dict[str, object]:
    form, kept = script.forms[one.id], refusal.of("send", "form", one.id)
    values = kept.get("values") or one.values or EMPTY
    return {
        "id": one.id,
        "title": texts.of("forms", one.id).get("title", one.id),
        "to": [texts.of("seats", id).get("name", id) for id in form.to],
        "fields": [_field(texts, one.id, each, values.get(each.id)) for each in form.fields],
        "blank": form.paper,
        "can_send": one.can_send and is_open,
        "is_open": bool(kept),
        "answer": one.answer,
        "reason": one.reason,
        "sent": clock(one.sent_at) if one.sent_at is not None else None,
    }


def _field(texts: Texts, form: str, each: Field, value: object) -> dict[str, object]:
    words = texts.of("forms", form).get("fields", {}).get(each.id, {})
    labels = words.get("labels", {})
    one = [value] if value else []
    chosen: Sequence[object] = value if isinstance(value, list | tuple) else one
    return {
        "id": each.id,
        "label": words.get("label", each.id),
        "type": each.type,
        "value": value if isinstance(value, str) else "",
        "options": [{"id": id, "text": labels.get(id, id), "chosen": id in chosen} for id in each.options],
        "said": ", ".join(labels.get(id, id) for id in chosen),
    }


def _received(script: Script, view: View, texts: Texts, refusal: Refusal) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "title": texts.of("forms", one.id).get("title", one.id),
            "by": texts.of("seats", one.sender).get("name", one.sender),
            "fields": [_field(texts, one.id, each, one.values.get(each.id)) for each in script.forms[one.id].fields],
            "answer": one.answer,
            "can_answer": not one.answer and view.status == OPEN,
            "clock": clock(one.at),
            "reason": refusal.of("receive", "form", one.id).get("reason", ""),
        }
        for one in view.received
    ]


def _made(view: View, texts: Texts, id: str, made: MadeDecision) -> dict[str, object]:
    words = texts.of("decisions", id)
    option = words.get("options", {}).get(made.option, {})
    return {
        "ask": words.get("ask", ""),
        "option": option.get("text", made.option),
        "reason": made.reason,
        "relies": [texts.of("cards", card).get("title", card) for card in made.relies],
        "by_default": not made.seat,
        "clock": clock(made.at),
        "feedback": option.get("feedback", "") if view.status != OPEN else "",
    }


def _message(texts: Texts, one: Message, role: str, number: int) -> dict[str, object]:
    sender = one.role or texts.of("seats", one.sender).get("name", "")
    to = [texts.of("seats", id).get("name", id) for id in one.to]
    about = {"own": one.sender == role, "by": sender, "to": to, "text": one.text, "clock": clock(one.at)}
    return about | {"number": str(number)}


def _unkept(refusal: Refusal) -> str:
    """Return the words that somebody wrote: they stand on the page where the form for them may be gone."""
    values = refusal.data.get("values") or EMPTY
    texts = [refusal.data.get("reason"), refusal.data.get("text"), *values.values()]
    return "\n".join(one for one in texts if isinstance(one, str) and one.strip())
