"""Response processing of QTI 2 and 3, run: which score and which feedback a response gets. Pure.

Source: IMS QTI 2.2 information model, 8 (Response processing), and its three standard templates.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass

from ..declarations import Declarations, Value, read_declarations
from ..refusal import Unread
from ..tree import Node
from .expressions import Scope, evaluate, holds

Responses = Mapping[str, Value]


class _Exit(Exception):
    """Processing ends here."""


@dataclass(frozen=True)
class ResponseResult:
    score: float
    outcomes: Mapping[str, Value]


class Processing:
    """Scoring of one item."""

    def __init__(self, item: Node) -> None:
        self.declared: Declarations = read_declarations(item)
        self.rules = item.child("responseProcessing")

    @property
    def scores(self) -> bool:
        """Return whether the item says at all which response is right."""
        declared_scores = any(response.correct.items or response.worth for response in self.declared.responses.values())
        return declared_scores or bool(
            self.rules is not None and next((True for _ in self.rules.all("setOutcomeValue")), False)
        )

    def run(self, responses: Responses) -> ResponseResult:
        """Return the score of responses by their names, those left out being NULL.

        Raises `Unread` for rules that are not known.
        """
        scope = Scope(self.declared, responses, dict(self.declared.defaults))
        template = self._template()
        if template:
            scope.outcomes[self.declared.score] = Value((self._by_template(template, scope),))
        else:
            with suppress(_Exit):
                self._rules(self.rules.children() if self.rules is not None else [], scope)
        return ResponseResult(_number(scope.outcomes.get(self.declared.score)), scope.outcomes)

    def _template(self) -> str:
        """Return the standard template that applies: the one named, or the one that the declaration asks for where
        nothing is said.
        """
        if self.rules is not None and self.rules.children():
            return ""
        named = self.rules.get("template", self.rules.get("templateLocation")) if self.rules is not None else ""
        name = named.rstrip("/").rsplit("/", 1)[-1].removesuffix(".xml").lower()
        for known in ("map_response_point", "map_response", "match_correct"):
            if name.endswith(known):
                return known
        if name:
            raise Unread("qti-template-unknown", template=named)
        return self._presumed()

    def _presumed(self) -> str:
        responses = self.declared.responses.values()
        if any(response.worth for response in responses):
            return "map_response"
        return "match_correct" if any(response.correct.items for response in responses) else ""

    def _by_template(self, template: str, scope: Scope) -> float:
        """Return the templates speak of `RESPONSE`; an item that calls its only response otherwise means it all the
        same.

        Where several responses have no rules at all, each is worth the same.
        """
        names = [name for name, response in self.declared.responses.items() if response.correct.items or response.worth]
        if "RESPONSE" in names and self.rules is not None:
            names = ["RESPONSE"]
        return sum(self._one(template, name, scope) for name in names)

    def _one(self, template: str, name: str, scope: Scope) -> float:
        response, given = self.declared.responses[name], scope.value(name)
        if template == "match_correct" or response.worth is None:
            return float(bool(given.items) and given.same(response.correct))
        if not given.items:
            return 0.0
        element = "mapResponsePoint" if response.worth.areas else "mapResponse"
        return _number(evaluate(Node(element, {"identifier": name}), scope))

    def _rules(self, rules: Iterable[Node], scope: Scope) -> None:
        for rule in rules:
            match rule.tag:
                case "setOutcomeValue":
                    scope.outcomes[rule.get("identifier")] = evaluate(_only(rule), scope)
                case "responseCondition":
                    self._condition(rule, scope)
                case "responseProcessingFragment":
                    self._rules(rule.children(), scope)
                case "exitResponse":
                    raise _Exit
                case _:
                    raise Unread("qti-processing", element=rule.tag)

    def _condition(self, condition: Node, scope: Scope) -> None:
        for branch in condition.children("responseIf", "responseElseIf", "responseElse"):
            rules = branch.children()
            if branch.tag == "responseElse":
                self._rules(rules, scope)
                return
            if rules and holds(rules[0], scope):
                self._rules(rules[1:], scope)
                return


def _only(rule: Node) -> Node:
    parts = rule.children()
    if len(parts) != 1:
        raise Unread("qti-processing", element=rule.tag)
    return parts[0]


def _number(value: Value | None) -> float:
    if value is None or not value.items:
        return 0.0
    item = value.items[0]
    return float(item) if isinstance(item, int | float) else 0.0
