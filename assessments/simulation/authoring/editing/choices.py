"""Choices by name in the forms of a case: seats, cards, facts, and values that facts can have."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.casework import Case, Texts

from ..names import Names

Choices = list[tuple[str, Any]]


class Picks:
    """The lists of one case, in the language in which it is read."""

    def __init__(self, case: Case, texts: Texts, recordings: Mapping[str, Any] | None = None) -> None:
        """Take with `recordings` the files of the media library, by their keys."""
        self.case, self.names, self.recordings = case, Names(texts, case), recordings or {}

    def seats(self) -> Choices:
        return [(seat.id, self.names.seat(seat.id)) for seat in self.case.seats]

    def cards(self) -> Choices:
        return [(card.id, self.names.card(card.id)) for card in self.case.cards]

    def options(self, decision: str) -> Choices:
        found = next((one for one in self.case.decisions if one.id == decision), None)
        return [(one.id, self.names.option(decision, one.id)) for one in found.options] if found else []

    def facts(self) -> Choices:
        """Return facts that effects move."""
        return [(fact.id, self.names.fact(fact.id)) for fact in self.case.facts]

    def conditions(self, present: Iterable[str] = ()) -> Choices:
        """Return the choices of a condition: facts, whose value is written beside them; and facts that the play sets,
        each with the value that it is asked for. `present` are choices of this condition now, which are kept.
        """
        groups: Choices = [
            (_("Facts"), [(pick(fact.id), self.names.fact(fact.id)) for fact in self.case.facts]),
            (_("Decisions"), list(self._decided())),
            (_("Forms"), list(self._forms())),
            (_("Injects"), [(pick(f"i:{one.id}", True), self.names.fact(f"i:{one.id}")) for one in self.case.injects]),
        ]
        known = {value for _label, group in groups for value, _name in group}
        others = [(each, self._said(each)) for each in dict.fromkeys(present) if each and each not in known]
        return [*groups, (_("Other"), others)] if others else groups

    def _decided(self) -> Iterator[tuple[str, str]]:
        for decision in self.case.decisions:
            for option in decision.options:
                yield pick(f"d:{decision.id}", option.id), self._said(pick(f"d:{decision.id}", option.id))

    def _forms(self) -> Iterator[tuple[str, str]]:
        for form in self.case.forms:
            yield pick(f"f:{form.id}"), self.names.fact(f"f:{form.id}")
            for answer in ("accepted", "returned"):
                yield pick(f"r:{form.id}", answer), self._said(pick(f"r:{form.id}", answer))

    def _said(self, picked: str) -> str:
        fact, *value = json.loads(picked)
        name = self.names.fact(fact)
        return f"{name}: {self.names.value(fact, value[0])}" if value else name


def pick(fact: str, *value: object) -> str:
    """Return a choice: a fact, maybe with the value that it is asked for."""
    return json.dumps([fact, *value], ensure_ascii=False)


def has_value(fact: str) -> bool:
    """Return whether the value that a condition asks of this fact is chosen together with the fact."""
    return fact.partition(":")[0] in ("d", "r", "i", "s") and ":" in fact
