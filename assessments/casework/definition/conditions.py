"""Evaluation of conditions. They ask about facts, never about the time: so looking changes nothing. Pure."""

from collections.abc import Callable, Mapping

from .case import AnyOf, Clause, Condition, Value, is_number

Facts = Mapping[str, Value]
Since = Mapping[str, int]
"""The minute at which each fact first became true."""
Test = Callable[[Facts, Since], bool]


def holds(when: Condition, facts: Facts, since: Since) -> bool:
    return all(_holds(part, facts, since) for part in when)


def made_ready(when: Condition) -> Test:
    """Return `holds` for one condition, made once and asked often: each entry of a play asks all conditions of its
    case.
    """
    tests = [_test(part) for part in when]
    if len(tests) == 1:
        return tests[0]

    def all_hold(facts: Facts, since: Since) -> bool:
        for test in tests:  # noqa: SIM110  a generator takes twice as long
            if not test(facts, since):
                return False
        return True

    return all_hold


def _test(part: Clause | AnyOf) -> Test:
    if isinstance(part, Clause) and part.op == "=":
        fact, value = part.fact, part.value
        if isinstance(value, str):
            return lambda facts, since: facts.get(fact) == value
        if value is True:
            return lambda facts, since: facts.get(fact) is True
    return lambda facts, since: _holds(part, facts, since)


def _holds(part: Clause | AnyOf, facts: Facts, since: Since) -> bool:
    if isinstance(part, AnyOf):
        return any(_holds(clause, facts, since) for clause in part.clauses)
    if part.op == "by":
        return _became_true_by(since.get(part.fact), part.value)
    return COMPARES[part.op](facts.get(part.fact), part.value)


def _became_true_by(minute: int | None, latest: Value) -> bool:
    return minute is not None and is_number(latest) and minute <= latest


def _same(one: Value, other: Value) -> bool:
    """Return whether two values are equal. A value that was never set is as good as false; true is not the number 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return (False if one is None else one) is (False if other is None else other)
    return one == other


def _number(value: Value) -> float:
    return float(value) if is_number(value) else 0.0


COMPARES: Mapping[str, Callable[[Value, Value], bool]] = {
    "=": _same,
    "!=": lambda one, other: not _same(one, other),
    ">=": lambda one, other: _number(one) >= _number(other),
    "<=": lambda one, other: _number(one) <= _number(other),
}
OPERATORS = (*COMPARES, "by")
