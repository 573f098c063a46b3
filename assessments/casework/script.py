"""A case made ready for one play: options in their order, what follows from them as injects. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from random import Random
from typing import Any

from .definition.case import EVERYONE, AnyOf, Case, Clause, Condition, Decision, Fact, Form, Inject
from .definition.conditions import Facts, Since, Test, made_ready
from .definition.parsing import read_case
from .definition.serialisation import case_json
from .state import PLENARY, TURNS

RULES = 2
"""The newest rules of play. By those of number 1 a decision could close at the end of the turn in which it opened, and
what nobody had time for counted.
"""
Awaited = tuple[str, str, Test]
"""Something that begins to wait, or opens, once its condition holds: its id, its name in the state, the condition."""


@dataclass(frozen=True)
class Share:
    """Parts of a case that belong to a seat: decisions that it makes, forms that it sends and gets, facts that it
    sees.
    """

    decisions: tuple[Decision, ...]
    sends: tuple[Form, ...]
    receives: tuple[Form, ...]
    facts: tuple[Fact, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Return the names of these in a state, and of what decides on their options."""
        parts = (self.decisions, self.sends, self.receives, self.facts)
        asked = {clause.fact for each in self.decisions for option in each.options for clause in _clauses(option.when)}
        return frozenset({each.id for part in parts for each in part} | {f"f:{form.id}" for form in self.sends} | asked)


@dataclass(frozen=True)
class Script:
    """The given facts of one play. `order` has the options of each decision, shuffled by the seed of the play; `rules`
    is the number of those by which it began, which it keeps (`RULES`).
    """

    case: Case
    mode: str
    order: Mapping[str, tuple[str, ...]]
    rules: int = RULES

    @cached_property
    def injects(self) -> Mapping[str, Inject]:
        """Injects by id, in the order of the definition; then what follows from each option: `decision.option`."""
        first = {inject.id: inject for inject in self.case.injects}
        return first | {each.id: each for decision in self.case.decisions for each in _consequences(decision)}

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        return {decision.id: decision for decision in self.case.decisions}

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        return {form.id: form for form in self.case.forms}

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        return {fact.id: fact for fact in self.case.facts}

    @cached_property
    def cards(self) -> Mapping[str, Any]:
        return {card.id: card for card in self.case.cards}

    @cached_property
    def seats(self) -> tuple[str, ...]:
        return tuple(seat.id for seat in self.case.seats)

    @cached_property
    def awaited_injects(self) -> tuple[Awaited, ...]:
        """Awaited injects in the order of `injects`, without those that are given by hand."""
        return tuple((each.id, each.id, made_ready(each.when)) for each in self.injects.values() if not each.by_hand)

    @cached_property
    def awaited_decisions(self) -> tuple[Awaited, ...]:
        return tuple((each.id, f"d:{each.id}", made_ready(each.when)) for each in self.case.decisions)

    @cached_property
    def awaited_forms(self) -> tuple[Awaited, ...]:
        return tuple((each.id, f"f:{each.id}", made_ready(each.when)) for each in self.case.forms)

    @cached_property
    def _shares(self) -> dict[str, Share]:
        return {}

    def share(self, seat: str) -> Share:
        """Return the seat's share of the case."""
        if seat not in self._shares:
            self._shares[seat] = self._share(seat)
        return self._shares[seat]

    def _share(self, seat: str) -> Share:
        return Share(
            tuple(each for each in self.case.decisions if each.seat == seat),
            tuple(each for each in self.case.forms if each.seat == seat),
            tuple(each for each in self.case.forms if seat in each.to),
            tuple(each for each in self.case.facts if EVERYONE in each.seen_by or seat in each.seen_by),
        )

    @cached_property
    def _conditional(self) -> Mapping[str, Mapping[str, Test]]:
        """Conditions on whether an option is offered, by decision and option."""
        found = {
            decision.id: {option.id: made_ready(option.when) for option in decision.options if option.when}
            for decision in self.case.decisions
        }
        return {decision: tests for decision, tests in found.items() if tests}

    def offered(self, decision: str, facts: Facts, since: Since) -> tuple[str, ...]:
        """Return the options that a decision has as facts are, in the order of this play."""
        tests = self._conditional.get(decision)
        if tests is None:
            return self.order[decision]
        return tuple(id for id in self.order[decision] if id not in tests or tests[id](facts, since))

    def is_conditional(self, decision: str) -> bool:
        """Return whether the decision has options that are not always offered."""
        return decision in self._conditional

    @property
    def in_turns(self) -> bool:
        return self.mode in (TURNS, PLENARY)

    @cached_property
    def turn_ends(self) -> tuple[int, ...]:
        """Minutes at which turns end; the last is the end of the case."""
        return (*(minute for minute in self.case.turns if minute < self.case.ends), self.case.ends)

    def as_json(self) -> dict[str, Any]:
        order = {decision: list(options) for decision, options in self.order.items()}
        return {"version": self.rules, "case": case_json(self.case), "mode": self.mode, "order": order}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Script":
        order = {decision: tuple(options) for decision, options in stored["order"].items()}
        return cls(_case_of(json.dumps(stored["case"])), stored["mode"], order, stored["version"])


@lru_cache(maxsize=32)
def _case_of(text: str) -> Case:
    """Return the case that is written in JSON: all answers to a case read the same one."""
    return read_case(json.loads(text))


def script(case: Case, seed: int, mode: str, rules: int = RULES) -> Script:
    """Return the script of a seed: the same seed gives the same order."""
    order = {}
    for decision in case.decisions:
        options = [option.id for option in decision.options]
        Random(f"{seed} {decision.id}").shuffle(options)  # noqa: S311
        order[decision.id] = tuple(options)
    return Script(case, mode, order, rules)


def _clauses(when: Condition) -> list[Clause]:
    return [clause for part in when for clause in (part.clauses if isinstance(part, AnyOf) else (part,))]


def _consequences(decision: Decision) -> list[Inject]:
    return [
        Inject(
            id=f"{decision.id}.{option.id}",
            when=(Clause(f"d:{decision.id}", "=", option.id),),
            delay=option.takes,
            to=option.to or ((decision.seat,) if option.card else ()),
            card=option.card,
            then=option.then,
            step=decision.step,
        )
        for option in decision.options
    ]
