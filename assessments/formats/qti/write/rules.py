"""Declarations and response processing as nodes. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from ..tree import Node
from .xml import Content, node

RESPONSE, SCORE, FEEDBACK = "RESPONSE", "SCORE", "FEEDBACK"


def response(
    name: str,
    cardinality: str,
    base: str,
    correct: Iterable[str] = (),
    worth: Mapping[str, float] | None = None,
    *,
    most: float | None = None,
) -> Node:
    """Return the declaration of a response: what is right, and what each choice earns, with a sum of 0 at least and
    `most` at most.
    """
    right = [node("value", {}, value) for value in correct]
    content: list[Content] = [node("correctResponse", {}, *right)] if right else []
    if worth is not None:
        entries = [node("mapEntry", {"mapKey": key, "mappedValue": value}) for key, value in worth.items()]
        content.append(
            node("mapping", {"defaultValue": 0, "lowerBound": 0 if most else None, "upperBound": most}, *entries)
        )
    return node("responseDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": base}, *content)


def outcome(name: str, base: str, cardinality: str = "single", default: str = "", **attrs: object) -> Node:
    content = [node("defaultValue", {}, node("value", {}, default))] if default else []
    return node(
        "outcomeDeclaration", {"identifier": name, "cardinality": cardinality, "baseType": base, **attrs}, *content
    )


def score() -> Node:
    return outcome(SCORE, "float", default="0", normalMaximum=1)


def variable(name: str) -> Node:
    return node("variable", {"identifier": name})


def base(kind: str, text: object) -> Node:
    return node("baseValue", {"baseType": kind}, repr(text) if isinstance(text, float) else str(text))


def sets(name: str, value: Node) -> Node:
    return node("setOutcomeValue", {"identifier": name}, value)


def mapped(name: str, outcome_name: str = SCORE) -> Node:
    """Return the rule that scores a response by its mapping; no response scores 0."""
    return node(
        "responseCondition",
        {},
        node("responseIf", {}, node("isNull", {}, variable(name)), sets(outcome_name, base("float", "0"))),
        node("responseElse", {}, sets(outcome_name, node("mapResponse", {"identifier": name}))),
    )


def matched(name: str) -> Node:
    """Return full marks for exactly what is right."""
    test = node("match", {}, variable(name), node("correct", {"identifier": name}))
    return node("responseCondition", {}, node("responseIf", {}, test, sets(SCORE, base("float", "1"))))


def chain(tests: Sequence[tuple[Node, float, str]], outcome_name: str, feedback: str) -> Node:
    """Return the first test that holds gives the score, and the feedback by its name where there is one."""
    branches = []
    for place, (test, fraction, comment) in enumerate(tests):
        feedback_rules = [sets(feedback, base("identifier", comment))] if comment else []
        tag = "responseElseIf" if place else "responseIf"
        branches.append(node(tag, {}, test, sets(outcome_name, base("float", float(fraction))), *feedback_rules))
    return node("responseCondition", {}, *branches)


def mean(names: Sequence[str]) -> Node:
    """Return the mean: the mean of outcomes is the score."""
    total = node("sum", {}, *(variable(name) for name in names))
    return sets(SCORE, node("divide", {}, total, base("float", str(len(names)))))
