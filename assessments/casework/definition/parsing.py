"""Parser of a case, from its JSON to its definition. What is missing or of another kind is said with its place.
Pure.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from .case import (
    AnyOf,
    Card,
    Case,
    Clause,
    Condition,
    Decision,
    Effect,
    Fact,
    Field,
    Form,
    Inject,
    Key,
    Measure,
    Option,
    Seat,
    TeamMark,
    Value,
)
from .conditions import OPERATORS
from .json_parts import BadCase, Part
from .pictures import MOST as MOST_PICTURES
from .pictures import name_in
from .recordings import MOST as MOST_RECORDINGS
from .recordings import recording_in

T = TypeVar("T")
VERBS = ("set", "add")
FIELD_TYPES = ("text", "long", "one", "many")
MEASURES = ("hours", "fact", "is", "mean")
MOST = 500
"""Things of one kind in a case: what has more is no case that people play."""


def read_case(data: object) -> Case:
    """Return the case of a definition, or of a whole file with its words, which are passed over. Raises `BadCase`."""
    case = Part(data, "")
    return Case(
        id=case.text("case"),
        ends=case.minutes("ends", least=1),
        turns=tuple(case.each("turns", _minute)),
        passes_at=case.share("pass", 0.7),
        seats=tuple(_named(case, "seats", _seat)),
        facts=tuple(_named(case, "facts", _fact)),
        cards=_cards(case),
        injects=_listed(case, "injects", _inject),
        decisions=_listed(case, "decisions", _decision),
        forms=_listed(case, "forms", _form),
        team=tuple(case.each("team", _team_mark)),
        measures=_listed(case, "measures", _measure),
    )


def _named(case: Part, name: str, read: Callable[[str, Part], T]) -> Iterable[T]:
    parts = case.mapping(name)
    if len(parts) > MOST:
        raise BadCase(name, "many")
    order = case.part("order").texts(name) if case.has("order") else ()
    return (read(id, parts[id]) for id in in_order(parts, order))


def in_order(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Return the names as `order` has them, then those that it has not. A case says in which order its seats, facts and
    cards were written, since databases keep no order of names.
    """
    places = {name: place for place, name in enumerate(order)}
    return sorted(names, key=lambda name: places.get(name, len(places)))


def _listed(case: Part, name: str, read: Callable[[Part], T]) -> tuple[T, ...]:
    """Return things with an `id`, each of its own."""
    things = tuple(case.each(name, read))
    seen: set[str] = set()
    for number, thing in enumerate(things):
        id = thing.id  # type: ignore[attr-defined]
        if id in seen:
            raise BadCase(f"{name}[{number}].id", "twice")
        seen.add(id)
    if len(things) > MOST:
        raise BadCase(name, "many")
    return things


def _minute(part: Part) -> int:
    return part.as_minutes()


def _seat(id: str, part: Part) -> Seat:
    return Seat(id, part.texts("knows"))


def _fact(id: str, part: Part) -> Fact:
    return Fact(id, part.value("start", False), part.texts("seen_by"), part.number("low"), part.number("high"))


def _cards(case: Part) -> tuple[Card, ...]:
    cards = tuple(_named(case, "cards", _card))
    if len({card.picture for card in cards if card.picture}) > MOST_PICTURES:
        raise BadCase("cards", "many")
    if len({card.recording for card in cards if card.recording}) > MOST_RECORDINGS:
        raise BadCase("cards", "many")
    return cards


def _card(id: str, part: Part) -> Card:
    need = part.texts("need") if part.has("need") else None
    return Card(id, need, name_in(part), *recording_in(part))


def _inject(part: Part) -> Inject:
    return Inject(
        id=part.text("id"),
        at=part.minutes("at"),
        when=condition(part, "when"),
        delay=part.minutes("delay"),
        to=part.texts("to"),
        card=part.text("card", ""),
        then=_effects(part, "then"),
        step=part.minutes("step"),
        by_hand=part.flag("by_hand"),
    )


def _decision(part: Part) -> Decision:
    decision = Decision(
        id=part.text("id"),
        seat=part.text("seat"),
        options=tuple(part.each("options", _option)),
        when=condition(part, "when"),
        delay=part.minutes("delay"),
        closes=part.minutes("closes") if part.has("closes") else None,
        default=part.text("default", "") or None,
        step=part.minutes("step"),
    )
    if len({option.id for option in decision.options}) < len(decision.options):
        raise BadCase(part.at("options"), "twice")
    return decision


def _option(part: Part) -> Option:
    return Option(
        id=part.text("id"),
        takes=part.minutes("takes"),
        then=_effects(part, "then"),
        to=part.texts("to"),
        card=part.text("card", ""),
        marks=part.number("marks") or 0,
        never=part.flag("never"),
        when=condition(part, "when"),
    )


def _form(part: Part) -> Form:
    return Form(
        id=part.text("id"),
        seat=part.text("from"),
        to=part.texts("to"),
        fields=tuple(part.each("fields", _field)),
        when=condition(part, "when"),
        enough=part.number("enough") or 0,
        then=_effects(part, "then"),
        well=_effects(part, "well"),
        paper=part.text("paper", ""),
    )


def _field(part: Part) -> Field:
    return Field(
        id=part.text("id"),
        type=part.one_of("type", FIELD_TYPES),
        key=_key(part.part("key")) if part.has("key") else None,
        marks=part.number("marks") or 0,
        step=part.minutes("step"),
        options=part.texts("options"),
    )


def _key(part: Part) -> Key:
    if part.has("is"):
        return Key("is", value=part.text("is"))
    if part.has("all") or part.has("none"):
        return Key("has", all=part.texts("all"), none=part.texts("none"))
    for kind in ("filled", "empty", "words"):
        if part.has(kind):
            return Key(kind)
    raise BadCase(part.place, "key")


def _team_mark(part: Part) -> TeamMark:
    return TeamMark(part.number("marks") or 0, condition(part, "when"), part.minutes("step"))


def _measure(part: Part) -> Measure:
    kind = part.one_of("kind", MEASURES)
    facts = {"hours": ("from", "to"), "fact": ("fact",), "is": ("fact",)}
    names = part.texts("facts") if kind == "mean" else tuple(part.text(name) for name in facts[kind])
    return Measure(part.text("id"), kind, names, part.value("value", None))


def condition(part: Part, name: str) -> Condition:
    return tuple(part.each(name, _clause))


def _clause(part: Part) -> Clause | AnyOf:
    if part.is_mapping:
        return AnyOf(tuple(part.each("any", _plain_clause)))
    return _plain_clause(part)


def _plain_clause(part: Part) -> Clause:
    fact, op, value = _three(part, OPERATORS)
    return Clause(fact, op, value)


def _effects(part: Part, name: str) -> tuple[Effect, ...]:
    return tuple(Effect(*_three(effect, VERBS)) for effect in part.each(name, lambda effect: effect))


def _three(part: Part, verbs: tuple[str, ...]) -> tuple[str, str, Value]:
    """Return a fact, what to do with it, and a value."""
    data = part.data
    if not (isinstance(data, list) and len(data) == 3 and isinstance(data[0], str) and data[1] in verbs):
        raise BadCase(part.place, "three")
    if not isinstance(data[2], bool | int | float | str | None):
        raise BadCase(part.place, "value")
    return data[0], data[1], data[2]
