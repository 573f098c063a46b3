"""The answers to something typed, as the rules of QTI 2 and 3 take them: texts and numbers, with what each earns.

Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessments.formats.qti.declarations import NUMBERS, Response, Value, number
from assessments.formats.qti.numbers import answers, half_step
from assessments.formats.qti.patterns import as_wildcard, literal, sample
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..expressions import margins
from ..item import Item
from ..processing import ResponseResult
from ..scoring import share

NOBODY = "\ufdd0 nobody types this"


@dataclass(frozen=True)
class TypedAnswer:
    """One answer: its text (a wildcard) or its number with a tolerance, what it earns (0..1), and what it is told."""

    text: str
    fraction: float
    scored: ResponseResult | None = None
    value: float | None = None
    tolerance: float = 0.0
    relative: bool = False


def is_number(response: Response) -> bool:
    return response.base in NUMBERS


def texts(item: Item, response: Response, others: Mapping[str, Value] | None = None) -> tuple[list[TypedAnswer], bool]:
    """Return the texts that earn something in the order in which the rules name them, and whether case counts."""
    known = dict.fromkeys(_named_texts(item, response))
    scored = {text: item.run(response.name, sample(text), others=others) for text in known}
    anything = item.run(response.name, NOBODY, others=others)
    best = item.most or max((result.score for result in scored.values()), default=0.0)
    if best <= 0 or not any(result.score > 0 for result in scored.values()):
        raise Unread("qti-no-right-answer")
    answers = [
        TypedAnswer(text, share(result.score, best), result)
        for text, result in scored.items()
        if result.score > 0 or _has_feedback_of_its_own(result, anything)
    ]
    if anything.score > 0:
        answers.append(TypedAnswer("*", share(anything.score, best), anything))
    return answers, _case_counts(item, response, scored, others)


def _has_feedback_of_its_own(result: ResponseResult, anything: ResponseResult) -> bool:
    """Return whether an answer that scores like any other text has feedback of its own."""
    return result.outcomes != anything.outcomes and result.score == anything.score


def _case_counts(
    item: Item, response: Response, scored: Mapping[str, ResponseResult], others: Mapping[str, Value] | None
) -> bool:
    swapped = [
        (result.score, item.run(response.name, sample(text).swapcase(), others=others).score)
        for text, result in scored.items()
        if sample(text).swapcase().casefold() == sample(text).casefold() != ""
        and sample(text).swapcase() != sample(text)
    ]
    if not swapped:
        return any(entry.case for entry in response.worth.entries) if response.worth else _says_case(item)
    return any(one != other for one, other in swapped)


def _says_case(item: Item) -> bool:
    rules = item.processing.rules
    tests = list(rules.all("stringMatch", "substring")) if rules is not None else []
    return not tests or any(test.get("caseSensitive", "true") == "true" for test in tests)


def _named_texts(item: Item, response: Response) -> list[str]:
    """Return every text that the rules compare with, in their order; without rules of its own, what the declaration
    names.
    """
    rules = item.processing.rules
    named: list[str] = []
    for node in rules.all() if rules is not None else ():
        named += _named_by(node, response)
    if not named or response.worth:
        named += [literal(entry.key) for entry in response.worth.entries] if response.worth else []
    return named + [literal(str(text)) for text in response.correct.items]


def _named_by(node: Node, response: Response) -> list[str]:
    match node.tag:
        case "patternMatch":
            return [as_wildcard(node.get("pattern"))]
        case "substring":
            return [f"*{literal(part.text().strip())}*" for part in node.children("baseValue")]
        case "baseValue" if node.get("baseType") == "string":
            return [literal(node.text().strip())]
        case "correct" if node.get("identifier") == response.name:
            return [literal(str(text)) for text in response.correct.items]
    return []


def numbers(item: Item, response: Response, others: Mapping[str, Value] | None = None) -> list[TypedAnswer]:
    """Return the numbers that earn something."""
    named = _named_numbers(item, response)
    accepted = answers(
        _ends(item, response, named), lambda value: item.run(response.name, value, others=others).score, named
    )
    best = item.most or max(score for _value, _tolerance, score in accepted)
    return [
        TypedAnswer("", share(score, best), item.run(response.name, value or 0.0, others=others), value, tolerance)
        for value, tolerance, score in accepted
    ]


def _named_numbers(item: Item, response: Response) -> list[float]:
    rules = item.processing.rules
    texts = (
        [node.text() for node in rules.all("baseValue") if node.get("baseType") in NUMBERS] if rules is not None else []
    )
    texts += [entry.key for entry in response.worth.entries] if response.worth else []
    values = [number(str(value)) for value in (*response.correct.items, *texts)]
    return [value for value in values if value is not None]


def _ends(item: Item, response: Response, named: list[float]) -> list[float]:
    ends = list(named)
    rules = item.processing.rules
    for test in rules.all("equal", "equalRounded") if rules is not None else ():
        for value in named:
            if test.tag == "equal":
                ends += margins(test, value)
            else:
                half = half_step(test.get("roundingMode"), int(number(test.get("figures", "0")) or 0), value)
                ends += [value - half, value + half]
    return ends


def chain(item: Item, response: Response) -> list[TypedAnswer] | None:
    """Return the answers of our own rules for one response, which are one list of tests, each with its score: as they
    stand.
    """
    rules = item.processing.rules
    for condition in rules.children("responseCondition") if rules is not None else ():
        if any(part.get("identifier") == response.name for part in condition.all("variable")):
            branches = [_branch(branch) for branch in condition.children()]
            return None if None in branches or not branches else [answer for answer in branches if answer is not None]
    return None


def _branch(branch: Node) -> TypedAnswer | None:
    parts = branch.children()
    score = next(
        (part for part in parts if part.tag == "setOutcomeValue" and part.get("identifier").startswith("SCORE")), None
    )
    earned = score.child("baseValue") if score is not None else None
    fraction = number(earned.text()) if earned is not None else None
    if fraction is None:
        return None
    outcomes = {
        part.get("identifier"): Value((value.text().strip(),))
        for part in parts
        for value in part.children("baseValue")
        if part.tag == "setOutcomeValue" and part is not score
    }
    scored = ResponseResult(fraction, outcomes)
    return _tested(parts[0], fraction, scored)


def _tested(test: Node, fraction: float, scored: ResponseResult) -> TypedAnswer | None:
    value = test.child("baseValue")
    match test.tag:
        case "patternMatch":
            return TypedAnswer(as_wildcard(test.get("pattern")), fraction, scored)
        case "stringMatch" if value is not None:
            return TypedAnswer(literal(value.text()), fraction, scored)
        case "equal" if value is not None:
            relative = test.get("toleranceMode") == "relative"
            tolerance = Fraction((test.get("tolerance").split() or ["0"])[0]) / (100 if relative else 1)
            return TypedAnswer("", fraction, scored, number(value.text()), float(tolerance), relative)
        case "not":
            return TypedAnswer("*", fraction, scored, None)
    return None
