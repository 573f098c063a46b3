"""Things that are named and do not exist. Pure."""

from collections.abc import Collection, Iterator

from ..definition.case import EVERYONE, Case, Clause, Decision, Form, Value
from .finding import Finding, fault
from .traversal import clauses, effects, told

ANSWERS = ("accepted", "returned")
Made = dict[str, set[Value] | None]
"""Facts that the play itself sets, with the values that they can have; None where any will do."""


def findings(case: Case, pictures: Collection[str] | None = None) -> Iterator[Finding]:
    """Yield the findings on names; `pictures` are the names of those that are there; None where that is not known."""
    yield from _seats(case)
    yield from _cards(case)
    yield from _options(case)
    yield from _facts(case)
    if pictures is not None:
        lost = [card for card in case.cards if card.picture and card.picture not in pictures]
        yield from (fault("no_picture", f"cards.{card.id}", picture=card.picture) for card in lost)


def _seats(case: Case) -> Iterator[Finding]:
    seats = {seat.id for seat in case.seats}
    for place, named in _named_seats(case):
        yield from (fault("no_seat", place, seat=seat) for seat in named if seat not in seats)


def _named_seats(case: Case) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield from ((place, to) for place, _, to in told(case))
    yield from ((f"injects.{inject.id}", inject.to) for inject in case.injects if not inject.card)
    yield from ((f"decisions.{decision.id}", (decision.seat,)) for decision in case.decisions)
    yield from ((f"forms.{form.id}", (form.seat, *form.to)) for form in case.forms)
    yield from ((f"cards.{card.id}", card.need or ()) for card in case.cards)
    yield from ((f"facts.{fact.id}", tuple(seat for seat in fact.seen_by if seat != EVERYONE)) for fact in case.facts)


def _cards(case: Case) -> Iterator[Finding]:
    cards = {card.id for card in case.cards}
    reaching = set()
    for place, card, to in told(case):
        if card not in cards:
            yield fault("no_card", place, card=card)
        if to:
            reaching.add(card)
    yield from (
        fault("unreached_card", f"cards.{card.id}", card=card.id) for card in case.cards if card.id not in reaching
    )


def _options(case: Case) -> Iterator[Finding]:
    for decision in case.decisions:
        if decision.default is not None and decision.option(decision.default) is None:
            yield fault("no_option", f"decisions.{decision.id}", option=decision.default)
    for form in case.forms:
        for field in form.fields:
            key = field.key
            wanted = {*key.all, *key.none} if key else set()
            if key and key.kind == "is":
                wanted.add(key.value)
            yield from (
                fault("no_option", f"forms.{form.id}.{field.id}", option=one)
                for one in sorted(wanted - {*field.options})
            )


def _facts(case: Case) -> Iterator[Finding]:
    """Yield conditions on something that nothing sets."""
    known = {fact.id for fact in case.facts} | {effect.fact for _, effect in effects(case)}
    made = _made(case)
    for place, clause in clauses(case):
        if clause.fact not in known and not _is_made(made, clause):
            yield fault("nothing_sets", place, fact=clause.fact, value=clause.value)
    for measure in case.measures:
        unknown = [fact for fact in measure.facts if fact not in known | made.keys() | {"start"}]
        yield from (fault("nothing_sets", f"measures.{measure.id}", fact=fact, value=None) for fact in unknown)


def _made(case: Case) -> Made:
    made: Made = {f"i:{inject.id}": {True, False} for inject in case.injects}
    for decision in case.decisions:
        made |= _of_decision(decision)
    for form in case.forms:
        made |= _of_form(form)
    for card in case.cards:
        made |= {f"s:{card.id}:{seat.id}": {True, False} for seat in case.seats}
    return made


def _of_decision(decision: Decision) -> Made:
    made: Made = {f"i:{decision.id}.{option.id}": {True, False} for option in decision.options}
    made[f"d:{decision.id}"] = {None, *(option.id for option in decision.options)}
    return made


def _of_form(form: Form) -> Made:
    return {f"f:{form.id}": None, f"r:{form.id}": {None, *ANSWERS}}


def _is_made(made: Made, clause: Clause) -> bool:
    if clause.fact not in made:
        return False
    values = made[clause.fact]
    return values is None or clause.op not in ("=", "!=") or clause.value in values
