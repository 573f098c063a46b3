"""Declarations of an item of QTI 2 and 3: its responses with the right values and their marks, and its outcomes. Pure.

Source: IMS QTI 2.2 information model, 5 (Variables) and 11 (mapping); QTI 3.0, 5.115 (qti-mapping).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from .refusal import Unread
from .tree import Node

NUMBERS = {"integer", "float"}


@dataclass(frozen=True)
class Value:
    """A value of any cardinality: nothing is NULL, a single value is one item.

    Items are texts, numbers or truth values.
    """

    items: tuple[str | float | bool, ...] = ()
    ordered: bool = False

    def same(self, other: "Value") -> bool:
        if self.ordered or other.ordered:
            return self.items == other.items
        return sorted(map(repr, self.items)) == sorted(map(repr, other.items))


@dataclass(frozen=True)
class Entry:
    key: str
    value: float
    case: bool = True


@dataclass(frozen=True)
class Area:
    shape: str
    coords: tuple[float, ...]
    value: float


@dataclass(frozen=True)
class ScoreMapping:
    """A mapping: what each key earns, and the bounds of the sum."""

    entries: tuple[Entry, ...] = ()
    areas: tuple[Area, ...] = ()
    default: float = 0.0
    low: float | None = None
    high: float | None = None

    def of(self, items: Iterable[str | float | bool], base: str) -> float:
        """Return the sum of what the items earn; a key that comes twice counts once."""
        total = math.fsum(self._one(str(item), base) for item in dict.fromkeys(items))
        return self.bounded(total)

    def bounded(self, total: float) -> float:
        total = total if self.low is None else max(self.low, total)
        return total if self.high is None else min(self.high, total)

    def _one(self, item: str, base: str) -> float:
        for entry in self.entries:
            if _fits(entry, item, base):
                return entry.value
        return self.default


@dataclass(frozen=True)
class Response:
    name: str
    cardinality: str = "single"
    base: str = "identifier"
    correct: Value = field(default_factory=Value)
    worth: ScoreMapping | None = None


@dataclass(frozen=True)
class Declarations:
    responses: dict[str, Response]
    outcomes: dict[str, Node]
    defaults: dict[str, Value]

    @property
    def score(self) -> str:
        """The outcome that is the score: `SCORE`, or the only number."""
        numbers = [
            name
            for name, node in self.outcomes.items()
            if node.get("baseType") in NUMBERS and name.upper() != "MAXSCORE"
        ]
        return "SCORE" if "SCORE" in numbers or len(numbers) != 1 else numbers[0]

    @property
    def most(self) -> float | None:
        """The highest score that the item declares, where it does."""
        node = self.outcomes.get(self.score)
        declared = number(node.get("normalMaximum")) if node is not None and node.get("normalMaximum") else None
        if declared is None and "MAXSCORE" in self.defaults and self.defaults["MAXSCORE"].items:
            declared = number(str(self.defaults["MAXSCORE"].items[0]))
        return declared


def read_declarations(item: Node) -> Declarations:
    responses = {node.get("identifier"): _response(node) for node in item.children("responseDeclaration")}
    outcomes = {node.get("identifier"): node for node in item.children("outcomeDeclaration")}
    return Declarations(responses, outcomes, {name: _default(node) for name, node in outcomes.items()})


def number(text: str) -> float | None:
    """Return a finite number, or nothing."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def item_of(text: str, base: str) -> str | float | bool:
    """Return one value of a base type. Raises `Unread` for a number that is none."""
    text = " ".join(text.split()) if base != "string" else text.strip()
    if base in NUMBERS:
        value = number(text)
        if value is None:
            raise Unread("qti-bad-number", value=text)
        return value
    if base == "boolean":
        return text in {"true", "1"}
    return " ".join(sorted(text.split())) if base == "pair" else text


def values(node: Node | None, base: str, *, ordered: bool = False) -> Value:
    nodes = node.children("value") if node is not None else []
    return Value(tuple(item_of(value.text(), value.get("baseType") or base) for value in nodes), ordered)


def _default(node: Node) -> Value:
    given = values(node.child("defaultValue"), node.get("baseType"), ordered=node.get("cardinality") == "ordered")
    return given if given.items or node.get("baseType") not in NUMBERS else Value((0.0,))


def _response(node: Node) -> Response:
    base, cardinality = node.get("baseType"), node.get("cardinality", "single")
    if cardinality == "record":
        raise Unread("qti-record")
    correct = values(node.child("correctResponse"), base, ordered=cardinality == "ordered")
    return Response(node.get("identifier"), cardinality, base, correct, _worth(node, base))


def _worth(node: Node, base: str) -> ScoreMapping | None:
    table = node.child("mapping", "areaMapping")
    if table is None:
        return None
    entries = tuple(
        Entry(str(item_of(entry.get("mapKey"), base)), _earned(entry), entry.get("caseSensitive", "true") == "true")
        for entry in table.children("mapEntry")
    )
    areas = tuple(
        Area(entry.get("shape"), coordinates(entry.get("coords")), _earned(entry))
        for entry in table.children("areaMapEntry")
    )
    default_value = number(table.get("defaultValue", "0")) or 0.0
    return ScoreMapping(
        entries, areas, default_value, number(table.get("lowerBound", "none")), number(table.get("upperBound", "none"))
    )


def coordinates(text: str) -> tuple[float, ...]:
    parts = [number(part) for part in text.replace(";", ",").replace(" ", ",").split(",") if part]
    if any(part is None for part in parts):
        raise Unread("qti-bad-coordinates", value=text)
    return tuple(part for part in parts if part is not None)


def _earned(entry: Node) -> float:
    value = number(entry.get("mappedValue"))
    if value is None:
        raise Unread("qti-bad-number", value=entry.get("mappedValue"))
    return value


def _fits(entry: Entry, item: str, base: str) -> bool:
    if base == "string" and not entry.case:
        return entry.key.casefold() == item.casefold()
    return entry.key == item
