"""`response_str` and `response_num`: short text, numbers, gaps, free text. Pure."""

from fractions import Fraction
from typing import Any

from assessments.formats.qti.declarations import number
from assessments.formats.qti.markup import paragraph, plain, tidy
from assessments.formats.qti.numbers import answers, half_step
from assessments.formats.qti.patterns import literal
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

from ..free_text import LINES, whole_number
from ..item import InteractionShape
from ..scoring import share
from . import own_metadata
from .choices import by_option
from .item import RESPONSES, Item1

_COMPARES = {"varequal", "varsubstring", "vargt", "vargte", "varlt", "varlte"}
_NUMERIC = {"Decimal", "Integer", "Scientific"}
_ESSAYS = {"essay_question", "essay"}


def read(item: Item1) -> InteractionShape:
    tests = list(_tests(item))
    if item.own and item.type != "essay_question":
        return own_metadata.read(item)
    if not tests or item.type in _ESSAYS:
        return _free(item)
    if len(item.responses) > 1 or _text_follows(item):
        return _gaps(item)
    response = item.responses[0]
    if is_number(item, response):
        return _number(item, response)
    return _text(item, response)


def is_number(item: Item1, response: Node) -> bool:
    fib = response.first("render_fib")
    ranges = {test.tag for test in _tests(item, response)} & {"vargt", "vargte", "varlt", "varlte"}
    numeric = fib is not None and fib.get("fibtype") in _NUMERIC
    return response.tag == "response_num" or numeric or item.type == "numerical_question" or bool(ranges)


def _tests(item: Item1, response: Node | None = None) -> list[Node]:
    """Return the comparisons of conditions with marks, with one response or with any."""
    return [
        part
        for condition in item.rules.conditions
        if condition.children("setvar")
        for part in condition.all(*_COMPARES)
        if response is None or part.get("respident") == response.get("ident")
    ]


def _free(item: Item1) -> InteractionShape:
    if len(item.responses) > 1:
        raise Unread("qti-composite", interactions=", ".join(response.tag for response in item.responses))
    response = item.responses[0]
    limited = response.get("word_limit_enabled", "Yes") == "Yes"
    fib = response.first("render_fib")
    body: dict[str, Any] = {
        "words_min": whole_number(response.get("word_limit_min")) if limited else None,
        "words_max": whole_number(response.get("word_limit_max")) if limited else None,
        "lines": whole_number(fib.get("rows")) if fib is not None and fib.get("rows") else LINES,
        "model": item.solution() + paragraph(plain(item.field("grading_notes"))),
        "rubric": own_metadata.rubric(item) if item.own else [],
    }
    return InteractionShape("freetext", body, item.stem())


def _text(item: Item1, response: Node) -> InteractionShape:
    answers, case = _texts(item, response, {})
    body = {"answers": [{"id": next(item.ids), **answer} for answer in answers], "case": case, "marks": True}
    return InteractionShape("shorttext", body, item.stem())


def _texts(item: Item1, response: Node, others: dict[str, list[str]]) -> tuple[list[dict[str, Any]], bool]:
    """Return the answers that earn something, in the order in which the rules name them, and whether case counts."""
    name, tests = response.get("ident"), _tests(item, response)
    wanted = dict.fromkeys((test.tag, test.text().strip()) for test in tests)
    outcomes = {}
    for tag, text in wanted:
        wildcard = f"*{literal(text)}*" if tag == "varsubstring" else literal(text)
        outcomes[wildcard] = item.rules.run({**others, name: [text]})
    best = max((outcome.score for outcome in outcomes.values()), default=Fraction(0))
    if best <= 0:
        raise Unread("qti-no-right-answer")
    feedback = by_option(item, outcomes, set())
    comments = feedback if len(outcomes) > 1 else dict.fromkeys(feedback, "")
    case = any(test.get("case", "No").lower() == "yes" for test in tests)
    return [
        {"text": text, "fraction": share(outcome.score, best), "feedback": comments[text]}
        for text, outcome in outcomes.items()
        if outcome.score > 0
    ], case


def _number(item: Item1, response: Node) -> InteractionShape:
    name = response.get("ident")
    named = [value for test in _tests(item, response) for value in (number(test.text().strip()),) if value is not None]
    exact = _by_precision(item, response)
    accepted = (
        [exact] if exact is not None else answers(named, lambda value: float(item.run(name, repr(value)).score), named)
    )
    best = max(score for _value, _tolerance, score in accepted)
    outcomes = {
        str(place): item.run(name, repr(value or 0.0)) for place, (value, _tolerance, _score) in enumerate(accepted)
    }
    comments = by_option(item, outcomes, set()) if len(accepted) > 1 else {"0": ""}
    body = {
        "answers": [
            {
                "id": next(item.ids),
                "value": value,
                "tolerance": tolerance,
                "relative": False,
                "fraction": share(score, best),
                "feedback": comments[str(place)],
            }
            for place, (value, tolerance, score) in enumerate(accepted)
        ],
        "units": [],
        "unit": "none",
        "penalty": 0,
    }
    return InteractionShape("numerical", body, item.stem())


def _by_precision(item: Item1, response: Node) -> tuple[float | None, float, float] | None:
    """Return a number that is right to so many digits, as Canvas says it on the comparison."""
    test = next((test for test in _tests(item, response) if test.get("precision")), None)
    value = number(test.text().strip()) if test is not None else None
    figures = number(test.get("precision")) if test is not None else None
    if test is None or value is None or figures is None or not 0 <= figures <= 15:
        return None
    return value, half_step(test.get("precisiontype"), int(figures), value), 1.0


def _text_follows(item: Item1) -> bool:
    """Return whether text comes after the response."""
    order = list(item.presentation.all("mattext", *RESPONSES))
    last = max(at for at, part in enumerate(order) if part.tag in RESPONSES)
    within = {id(part) for part in order[last].all("mattext")}
    return any(part.plain().strip(" .") for part in order[last + 1 :] if id(part) not in within)


def _gaps(item: Item1) -> InteractionShape:
    """Return responses amid the text. Every gap counts the same."""
    gaps, tokens, case = [], {}, False
    for response in item.responses:
        identity = next(item.ids)
        tokens[id(response)] = f"[[{identity}]]"
        answers, counts, kind, tolerance = _gap(item, response)
        case = case or counts
        gaps.append(
            {
                "id": identity,
                "answers": [{"id": next(item.ids), **answer} for answer in answers],
                "kind": kind,
                "tolerance": tolerance,
            }
        )
    text = paragraph(tidy(item.above + _flow(item, item.presentation, tokens)))
    return InteractionShape("gapfill", {"text": text, "mode": "typed", "gaps": gaps, "extras": [], "case": case}, "")


def _gap(item: Item1, response: Node) -> tuple[list[dict[str, object]], bool, str, float]:
    tests = _tests(item, response)
    if any(test.tag == "varsubstring" for test in tests):
        raise Unread("qti-gap-pattern")
    if any(test.tag != "varequal" for test in tests):
        raise Unread("qti-gap-numbers")
    others = {other.get("ident"): [test.text().strip() for test in _tests(item, other)][:1] for other in item.responses}
    alone = any(item.run(response.get("ident"), test.text().strip()).score > 0 for test in tests)
    answers, case = _texts(item, response, {} if alone else others)
    plain_texts = [{**answer, "text": answer["text"].replace("\\*", "*")} for answer in answers]
    return plain_texts, case, "number" if response.tag == "response_num" else "text", 0


def _flow(item: Item1, node: Node, tokens: dict[int, str]) -> str:
    """Return the presentation as one running text with its gaps."""
    if id(node) in tokens:
        return "".join(item.material(part) for part in node.children("material")) + f" {tokens[id(node)]} "
    if node.tag == "material":
        return " " + item.material(node).replace("[[", "[ [").replace("]]", "] ]") + " "
    return "".join(_flow(item, part, tokens) for part in node.children())
