"""Serialisation of a case, from its definition to its JSON, as `reading` reads it; what is as it would be anyway is
left out. Pure.
"""

from typing import Any

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
)


def case_json(case: Case) -> dict[str, Any]:
    by_name: dict[str, tuple[Seat, ...] | tuple[Fact, ...] | tuple[Card, ...]] = {
        "seats": case.seats,
        "facts": case.facts,
        "cards": case.cards,
    }
    return {
        "case": case.id,
        "ends": case.ends,
        "turns": list(case.turns),
        "pass": case.passes_at,
        "seats": {seat.id: {"knows": list(seat.knows)} for seat in case.seats},
        "facts": {fact.id: _fact(fact) for fact in case.facts},
        "cards": {card.id: _card(card) for card in case.cards},
        "order": {part: [thing.id for thing in things] for part, things in by_name.items()},
        "injects": [_inject(inject) for inject in case.injects],
        "decisions": [_decision(decision) for decision in case.decisions],
        "forms": [_form(form) for form in case.forms],
        "team": [{"step": team.step, "marks": team.marks, "when": condition(team.when)} for team in case.team],
        "measures": [_measure(measure) for measure in case.measures],
    }


def _some(**parts: object) -> dict[str, object]:
    return {name: value for name, value in parts.items() if value not in (None, "", [], 0) or value is False}


def _fact(fact: Fact) -> dict[str, object]:
    limits = {name: value for name, value in (("low", fact.low), ("high", fact.high)) if value is not None}
    return {"start": fact.start} | _some(seen_by=list(fact.seen_by)) | limits


def _card(card: Card) -> dict[str, object]:
    need = {} if card.need is None else {"need": list(card.need)}
    return need | _some(picture=card.picture, recording=card.recording, weight=card.weight)


def _inject(inject: Inject) -> dict[str, object]:
    arrives = _some(at=inject.at, when=condition(inject.when), delay=inject.delay, to=list(inject.to), card=inject.card)
    by_hand = {"by_hand": True} if inject.by_hand else {}
    return {"id": inject.id} | arrives | _some(then=_effects(inject.then), step=inject.step) | by_hand


def _decision(decision: Decision) -> dict[str, object]:
    opens = _some(when=condition(decision.when), delay=decision.delay, default=decision.default, step=decision.step)
    closes = {} if decision.closes is None else {"closes": decision.closes}
    options = [_option(option) for option in decision.options]
    return {"id": decision.id, "seat": decision.seat} | opens | closes | {"options": options}


def _option(option: Option) -> dict[str, object]:
    some = _some(
        takes=option.takes,
        then=_effects(option.then),
        to=list(option.to),
        card=option.card,
        marks=option.marks,
        when=condition(option.when),
    )
    return {"id": option.id} | some | ({"never": True} if option.never else {})


def _form(form: Form) -> dict[str, object]:
    then = {"then": _effects(form.then), "well": _effects(form.well)}
    some = _some(when=condition(form.when), enough=form.enough, **then, paper=form.paper)
    fields = [_field(field) for field in form.fields]
    return {"id": form.id, "from": form.seat, "to": list(form.to), "fields": fields} | some


def _field(field: Field) -> dict[str, object]:
    key = {} if field.key is None else {"key": _key(field.key)}
    return (
        {"id": field.id, "type": field.type}
        | key
        | _some(marks=field.marks, step=field.step, options=list(field.options))
    )


def _key(key: Key) -> dict[str, object]:
    if key.kind == "is":
        return {"is": key.value}
    return {"all": list(key.all), "none": list(key.none)} if key.kind == "has" else {key.kind: True}


def _measure(measure: Measure) -> dict[str, object]:
    names = {"hours": ("from", "to"), "fact": ("fact",), "is": ("fact",)}
    facts: dict[str, Any] = dict(zip(names.get(measure.kind, ()), measure.facts, strict=False))
    value = {"value": measure.value} if measure.kind == "is" else {}
    return {"id": measure.id, "kind": measure.kind} | (facts or {"facts": list(measure.facts)}) | value


def condition(when: Condition) -> list[object]:
    return [{"any": condition(part.clauses)} if isinstance(part, AnyOf) else _clause(part) for part in when]


def _clause(clause: Clause) -> list[object]:
    return [clause.fact, clause.op, clause.value]


def _effects(effects: tuple[Effect, ...]) -> list[list[object]]:
    return [[effect.fact, effect.verb, effect.value] for effect in effects]
