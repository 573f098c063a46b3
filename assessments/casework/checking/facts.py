"""Facts that are set and never asked, or never set, that are declared nowhere, or that hold words for numbers. Pure."""

from collections.abc import Iterable, Iterator
from math import fsum

from ..definition.case import OVERSHARED, Case, Effect, Fact, Value, is_number
from .finding import Finding, fault, warning
from .traversal import clauses, effects


def findings(case: Case) -> Iterator[Finding]:
    set_ = {effect.fact for _, effect in effects(case)} | {OVERSHARED}
    asked = {clause.fact for _, clause in clauses(case)} | {fact for measure in case.measures for fact in measure.facts}
    for fact in case.facts:
        if fact.id not in set_:
            yield warning("never_set", f"facts.{fact.id}")
        elif fact.id not in asked and not fact.seen_by and fact.low is None and fact.high is None:
            yield warning("never_asked", f"facts.{fact.id}")
    declared = {fact.id for fact in case.facts} | {OVERSHARED}
    for place, effect in effects(case):
        if effect.fact not in declared:
            yield fault("undeclared", place, fact=effect.fact)
    yield from _words_for_numbers(case)
    yield from _out_of_reach(case)


def _out_of_reach(case: Case) -> Iterator[Finding]:
    """Yield conditions on a number that the fact never reaches, whatever is decided."""
    ranges = {fact.id: found for fact in case.facts if (found := _range(case, fact)) is not None}
    for place, clause in clauses(case):
        if clause.fact not in ranges or not is_number(clause.value):
            continue
        least, most = ranges[clause.fact]
        if (clause.op == ">=" and clause.value > most) or (clause.op == "<=" and clause.value < least):
            yield warning("out_of_reach", place, number=clause.value, least=least, most=most)


def _range(case: Case, fact: Fact) -> tuple[float, float] | None:
    """Return the least and the most that a number comes to; None where it is set, or a form that can be sent again
    changes it.
    """
    if not is_number(fact.start) or any(one.verb == "set" for _, one in effects(case) if one.fact == fact.id):
        return None
    if any(_added(form.then, fact) or _added(form.well, fact) for form in case.forms):
        return None
    ways: list[tuple[float, ...]] = [(0.0, _added(inject.then, fact)) for inject in case.injects]
    ways += [(0.0, *(_added(option.then, fact) for option in decision.options)) for decision in case.decisions]
    return fact.start + fsum(map(min, ways)), fact.start + fsum(map(max, ways))


def _added(effects: Iterable[Effect], fact: Fact) -> float:
    return fsum(one.value for one in effects if one.fact == fact.id and is_number(one.value))


def _words_for_numbers(case: Case) -> Iterator[Finding]:
    """Yield effects and conditions that have a word where the fact is a number: such a comparison never holds."""
    numbers = {fact.id for fact in case.facts if is_number(fact.start) or fact.is_limited} | {OVERSHARED}
    numbers |= {effect.fact for _, effect in effects(case) if effect.verb == "add"}
    values: list[tuple[str, str, Value]] = [(place, effect.fact, effect.value) for place, effect in effects(case)]
    values += [(place, clause.fact, clause.value) for place, clause in clauses(case)]
    values += [(f"facts.{fact.id}", fact.id, fact.start) for fact in case.facts if isinstance(fact.start, str)]
    for place, fact, value in values:
        if fact in numbers and isinstance(value, str):
            yield fault("no_number", place, value=value)
