"""Facts that are set and never asked, or never set, that are declared nowhere, or that hold words for numbers. Pure."""

from collections.abc import Iterator

from ..definition.case import OVERSHARED, Case, Value, is_number
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
