"""Expressions of response processing, evaluated: what a response makes of a score is asked, not guessed from its form.
Pure.

Source: IMS QTI 2.2 information model, 15 (Expressions). An expression that is not here is refused by name.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..declarations import Declarations, Value, item_of, number
from ..geometry import inside
from ..refusal import Unread
from ..tree import Node

NULL = Value()
NEARLY = 1e-9


def truth(value: bool) -> Value:
    return Value((value,))


@dataclass
class Scope:
    """Values that expressions see: the declarations, the responses and the outcomes so far."""

    declared: Declarations
    responses: Mapping[str, Value]
    outcomes: dict[str, Value] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        if name in self.declared.responses:
            return self.responses.get(name, NULL)
        return self.outcomes.get(name, NULL)


def evaluate(node: Node, scope: Scope) -> Value:
    """Return the value of an expression. Raises `Unread` for one that is not known."""
    try:
        return _EVALUATE[node.tag](node, scope)
    except KeyError:
        raise Unread("qti-processing", element=node.tag) from None


def holds(node: Node, scope: Scope) -> bool:
    return evaluate(node, scope).items == (True,)


def _parts(node: Node, scope: Scope) -> list[Value]:
    return [evaluate(child, scope) for child in node.children()]


def _numbers(node: Node, scope: Scope) -> list[float] | None:
    """Return all numbers of the parts, or nothing where one is NULL."""
    parts = _parts(node, scope)
    if any(not part.items for part in parts):
        return None
    numbers = [number(str(item)) if not isinstance(item, bool) else None for part in parts for item in part.items]
    return None if None in numbers else [item for item in numbers if item is not None]


def _over_numbers(compute: Callable[[list[float]], float | bool]) -> Callable[[Node, Scope], Value]:
    def run(node: Node, scope: Scope) -> Value:
        given = _numbers(node, scope)
        try:
            return NULL if not given else Value((compute(given),))
        except (ArithmeticError, IndexError, ValueError):
            return NULL

    return run


def _base_value(node: Node, scope: Scope) -> Value:
    return Value((item_of(node.text(), node.get("baseType")),))


def _collected(node: Node, scope: Scope) -> Value:
    return Value(tuple(item for part in _parts(node, scope) for item in part.items), node.tag == "ordered")


def _map(node: Node, scope: Scope) -> Value:
    response = scope.declared.responses.get(node.get("identifier"))
    if response is None or response.worth is None:
        raise Unread("qti-processing", element=node.tag)
    given = scope.value(response.name)
    return Value((response.worth.of(given.items, response.base),))


def _map_point(node: Node, scope: Scope) -> Value:
    """Map points to a value: each area counts once, for the first point in it (QTI 2.2, 15.2)."""
    response = scope.declared.responses.get(node.get("identifier"))
    if response is None or response.worth is None:
        raise Unread("qti-processing", element=node.tag)
    hit, total = set(), 0.0
    for item in scope.value(response.name).items:
        point = tuple(float(part) for part in str(item).split())
        area = next((area for area in response.worth.areas if inside(area.shape, area.coords, point)), None)
        if area is None:
            total += response.worth.default
        elif area not in hit:
            total += area.value
        hit.add(area)
    return Value((response.worth.bounded(total),))


def _match(node: Node, scope: Scope) -> Value:
    one, other = _two(node, scope)
    return truth(bool(one.items) and one.same(other))


def _two(node: Node, scope: Scope) -> tuple[Value, Value]:
    parts = _parts(node, scope)
    if len(parts) != 2:
        raise Unread("qti-processing", element=node.tag)
    return parts[0], parts[1]


def _member(node: Node, scope: Scope) -> Value:
    one, other = _two(node, scope)
    return truth(bool(one.items) and one.items[0] in other.items)


def _contains(node: Node, scope: Scope) -> Value:
    one, other = _two(node, scope)
    return truth(all(one.items.count(item) >= other.items.count(item) for item in other.items))


def _deleted(node: Node, scope: Scope) -> Value:
    one, other = _two(node, scope)
    return Value(tuple(item for item in other.items if item not in one.items), other.ordered)


def _text(node: Node, scope: Scope) -> tuple[str, str] | None:
    one, other = _two(node, scope)
    if not one.items or not other.items:
        return None
    texts = str(one.items[0]), str(other.items[0])
    return texts if node.get("caseSensitive", "true") == "true" else (texts[0].casefold(), texts[1].casefold())


def _string_match(node: Node, scope: Scope) -> Value:
    texts = _text(node, scope)
    if texts is None:
        return NULL
    return truth(texts[1] in texts[0] if node.get("substring") == "true" else texts[0] == texts[1])


def _substring(node: Node, scope: Scope) -> Value:
    texts = _text(node, scope)
    return NULL if texts is None else truth(texts[0] in texts[1])


def _pattern(node: Node, scope: Scope) -> Value:
    """Return patterns of literals and `.*` only: others could take any time, and no type of ours holds them."""
    from ..patterns import as_wildcard, wildcard_matches

    parts = _parts(node, scope)
    if not parts or not parts[0].items:
        return NULL
    return truth(wildcard_matches(as_wildcard(node.get("pattern")), str(parts[0].items[0])))


def _equal(node: Node, scope: Scope) -> Value:
    given = _numbers(node, scope)
    if not given or len(given) != 2:
        return NULL
    low, high = margins(node, given[0])
    return truth(low - NEARLY * abs(low) <= given[1] <= high + NEARLY * abs(high))


def margins(node: Node, value: float) -> tuple[float, float]:
    """Return the range that `equal` takes for equal to a number, from where to where."""
    mode = node.get("toleranceMode", "exact")
    given = [number(part) or 0.0 for part in node.get("tolerance", "0").split()]
    below, above = (given or [0.0])[0], (given or [0.0])[-1]
    if mode == "relative":
        below, above = abs(value) * below / 100, abs(value) * above / 100
    return (value, value) if mode == "exact" else (value - below, value + above)


def _equal_rounded(node: Node, scope: Scope) -> Value:
    given = _numbers(node, scope)
    if not given or len(given) != 2:
        return NULL
    return truth(rounded(node, given[0]) == rounded(node, given[1]))


def rounded(node: Node, value: float) -> float:
    """Return a number to some decimal places, or to some significant figures, halves away from zero."""
    places = int(number(node.get("figures", "0")) or 0)
    if node.get("roundingMode", "significantFigures") == "significantFigures":
        places = places - 1 - (math.floor(math.log10(abs(value))) if value else 0)
    scale = 10.0 ** max(-300, min(300, places))
    return math.copysign(math.floor(abs(value) * scale + 0.5), value) / scale


def _index(node: Node, scope: Scope) -> Value:
    given, place = _parts(node, scope)[0], int(number(node.get("n")) or 0)
    return Value((given.items[place - 1],)) if 0 < place <= len(given.items) else NULL


_EVALUATE: dict[str, Callable[[Node, Scope], Value]] = {
    "baseValue": _base_value,
    "variable": lambda node, scope: scope.value(node.get("identifier")),
    "correct": lambda node, scope: scope.declared.responses[node.get("identifier")].correct,
    "default": lambda node, scope: scope.declared.defaults.get(node.get("identifier"), NULL),
    "null": lambda node, scope: NULL,
    "mapResponse": _map,
    "mapResponsePoint": _map_point,
    "multiple": _collected,
    "ordered": _collected,
    "match": _match,
    "member": _member,
    "contains": _contains,
    "delete": _deleted,
    "index": _index,
    "stringMatch": _string_match,
    "substring": _substring,
    "patternMatch": _pattern,
    "equal": _equal,
    "equalRounded": _equal_rounded,
    "isNull": lambda node, scope: truth(not _parts(node, scope)[0].items),
    "not": lambda node, scope: truth(_parts(node, scope)[0].items != (True,)),
    "and": lambda node, scope: truth(all(part.items == (True,) for part in _parts(node, scope))),
    "or": lambda node, scope: truth(any(part.items == (True,) for part in _parts(node, scope))),
    "containerSize": lambda node, scope: Value((float(len(_parts(node, scope)[0].items)),)),
    "sum": _over_numbers(math.fsum),
    "product": _over_numbers(math.prod),
    "subtract": _over_numbers(lambda given: given[0] - given[1]),
    "divide": _over_numbers(lambda given: given[0] / given[1]),
    "power": _over_numbers(lambda given: math.pow(given[0], given[1])),
    "min": _over_numbers(min),
    "max": _over_numbers(max),
    "round": _over_numbers(lambda given: math.floor(given[0] + 0.5)),
    "truncate": _over_numbers(lambda given: math.trunc(given[0])),
    "integerDivide": _over_numbers(lambda given: given[0] // given[1]),
    "integerModulus": _over_numbers(lambda given: given[0] % given[1]),
    "integerToFloat": _over_numbers(lambda given: given[0]),
    "lt": _over_numbers(lambda given: given[0] < given[1]),
    "lte": _over_numbers(lambda given: given[0] <= given[1]),
    "gt": _over_numbers(lambda given: given[0] > given[1]),
    "gte": _over_numbers(lambda given: given[0] >= given[1]),
}
