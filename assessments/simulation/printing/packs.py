"""Paper of a seat, built from the case alone: its brief, its cards in envelopes, its decisions and forms. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessments.casework import PLENARY, Case, Decision, Form, Texts, script

from ..authoring.values import written_hours

SEED = 0
EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Paper:
    """A card as it is printed. `number` is that of its envelope in the pack of the seat, 0 for one from the start."""

    number: int
    title: str
    source: str
    text: str
    picture: Any = None
    """With its `address` and how `wide` it is, or None."""
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Sheet:
    """A decision, its options in an order that gives nothing away; `closes` are hours, empty where it stays open."""

    number: int
    ask: str
    options: tuple[str, ...]
    closes: str


@dataclass(frozen=True)
class Blank:
    """A form; `fields` are labels with the options to be ticked, none where one writes."""

    title: str
    to: tuple[str, ...]
    fields: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Pack:
    name: str
    brief: str
    begins_with: tuple[Paper, ...]
    envelopes: tuple[Paper, ...]
    sheets: tuple[Sheet, ...]
    blanks: tuple[Blank, ...]


@dataclass(frozen=True)
class Handing:
    """Card that a seat gets in an envelope, and its cause: the inject, or the option (`decision.option`) from which it
    follows.
    """

    seat: str
    number: int
    cause: str
    card: str


def cards_of(case: Case, seat: str) -> tuple[str, ...]:
    """Return the cards that a seat gets: from the start, then in envelopes."""
    knows = next((one.knows for one in case.seats if one.id == seat), ())
    return (*knows, *(one.card for one in handings(case) if one.seat == seat))


def pictures_of(case: Case, seat: str) -> set[str]:
    """Return the names of those on cards that a seat gets."""
    own = {*cards_of(case, seat)}
    return {card.picture for card in case.cards if card.picture and card.id in own}


def pack(case: Case, texts: Texts, seat: str, pictures: Mapping[str, object] = EMPTY) -> Pack:
    """Return the pack of a seat. It shows nothing of another seat, not even why an envelope comes. `pictures` are by
    name.
    """
    knows = next((one.knows for one in case.seats if one.id == seat), ())
    shown = {card.id: pictures.get(card.picture) for card in case.cards}
    words = texts.of("seats", seat)
    order = script(case, SEED, PLENARY).order
    own = [one for one in case.decisions if one.seat == seat]
    return Pack(
        name=words.get("name") or seat,
        brief=words.get("brief", ""),
        begins_with=tuple(_paper(texts, card, 0, shown.get(card)) for card in knows),
        envelopes=tuple(
            _paper(texts, one.card, one.number, shown.get(one.card)) for one in handings(case) if one.seat == seat
        ),
        sheets=tuple(_sheet(texts, one, order[one.id], number) for number, one in enumerate(own, 1)),
        blanks=tuple(_blank(texts, one) for one in case.forms if one.seat == seat),
    )


def handings(case: Case) -> list[Handing]:
    """Return every envelope of every seat, in the order of the case: injects, then what follows from decisions."""
    counted: dict[str, int] = {}
    found = []
    for seat, cause, card in _coming(case):
        counted[seat] = counted.get(seat, 0) + 1
        found.append(Handing(seat, counted[seat], cause, card))
    return found


def _coming(case: Case) -> Iterator[tuple[str, str, str]]:
    for inject in case.injects:
        if inject.card:
            yield from ((seat, inject.id, inject.card) for seat in inject.to)
    for decision in case.decisions:
        for option in decision.options:
            if option.card:
                to = option.to or (decision.seat,)
                yield from ((seat, f"{decision.id}.{option.id}", option.card) for seat in to)


def _paper(texts: Texts, card: str, number: int, picture: object) -> Paper:
    words = texts.of("cards", card)
    return Paper(
        number,
        words.get("title") or card,
        words.get("source", ""),
        "\n\n".join(filter(None, (words.get("text", ""), words.get("transcript", "")))),
        picture,
        words.get("alt", ""),
        words.get("credit", ""),
    )


def _sheet(texts: Texts, decision: Decision, order: tuple[str, ...], number: int) -> Sheet:
    words = texts.of("decisions", decision.id)
    options = words.get("options", {})
    said = tuple(options.get(id, EMPTY).get("text") or id for id in order)
    return Sheet(number, words.get("ask", ""), said, written_hours(decision.closes))


def _blank(texts: Texts, form: Form) -> Blank:
    fields = texts.of("forms", form.id).get("fields", {})
    labelled = []
    for field in form.fields:
        words = fields.get(field.id, EMPTY)
        labels = words.get("labels", EMPTY)
        labelled.append((words.get("label") or field.id, tuple(labels.get(one, one) for one in field.options)))
    to = tuple(texts.of("seats", seat).get("name") or seat for seat in form.to)
    return Blank(texts.of("forms", form.id).get("title") or form.id, to, tuple(labelled))
