"""Facts that are set and never asked, or asked and never set. Pure."""

from collections.abc import Iterator

from ..definition.case import OVERSHARED, Case
from .finding import Finding, warning
from .traversal import clauses, effects


def findings(case: Case) -> Iterator[Finding]:
    set_ = {effect.fact for _, effect in effects(case)} | {OVERSHARED}
    asked = {clause.fact for _, clause in clauses(case)} | {fact for measure in case.measures for fact in measure.facts}
    for fact in case.facts:
        if fact.id not in set_:
            yield warning("never_set", f"facts.{fact.id}")
        elif fact.id not in asked and not fact.seen_by and fact.low is None and fact.high is None:
            yield warning("never_asked", f"facts.{fact.id}")
