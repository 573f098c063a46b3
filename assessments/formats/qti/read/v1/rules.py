"""Response processing of QTI 1.2, run: which score and which feedback responses get. Pure.

Source: IMS QTI ASI information model 1.2, 3.2.6 and 3.2.7, and how tools write it. Conditions of one response that can
be true of no answer together, being of one value, are alternatives (Canvas writes them so). `continue` counts where it
is written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.formats.qti.declarations import number
from assessments.formats.qti.refusal import Unread
from assessments.formats.qti.tree import Node

Given = Mapping[str, Sequence[str]]
MANY = {"Multiple", "Ordered"}


@dataclass(frozen=True)
class Outcome:
    """The score, and the idents of the feedback that is shown."""

    score: Fraction = Fraction(0)
    shown: tuple[str, ...] = ()


def exact(text: str) -> Fraction:
    """Return a number as written, without rounding. Raises `Unread` for what is none."""
    value = number(text.strip())
    if value is None or len(text.strip()) > 40 or abs(value) > 1e30 or 0 < abs(value) < 1e-30:
        raise Unread("qti-bad-number", value=text.strip()[:40])
    return Fraction(text.strip())


class Rules:
    """Scoring rules of one item.

    `cardinalities` says which of its responses are `Single`, `Multiple`, `Ordered` or typed (empty).
    """

    def __init__(self, item: Node, cardinalities: Mapping[str, str]) -> None:
        self.conditions = list(item.all("respcondition"))
        self.cardinalities = cardinalities
        self.score = self._score_name()

    def _score_name(self) -> str:
        names = [self._name(node) for condition in self.conditions for node in condition.children("setvar")]
        return "SCORE" if "SCORE" in names or not names else names[0]

    @staticmethod
    def _name(setvar: Node) -> str:
        return setvar.get("varname") or "SCORE"

    def run(self, given: Given) -> Outcome:
        score, shown, scored = Fraction(0), [], False
        for condition in self.conditions:
            test = condition.child("conditionvar")
            if test is None or not self._all(test, given, anything_else=not scored):
                continue
            sets = condition.children("setvar")
            score = self._set(score, sets)
            scored = scored or bool(sets)
            shown += [node.get("linkrefid") for node in condition.children("displayfeedback")]
            if condition.get("continue").lower() == "no":
                break
        return Outcome(score, tuple(dict.fromkeys(shown)))

    def _set(self, score: Fraction, sets: Sequence[Node]) -> Fraction:
        for node in sets:
            if self._name(node) == self.score:
                score = _CHANGES.get(node.get("action", "Set"), _unknown)(score, exact(node.text()))
        return score

    def _all(self, test: Node, given: Given, *, anything_else: bool) -> bool:
        """Return whether the parts of a condition hold. Those about one response of one value are alternatives."""
        by_response: dict[str, list[bool]] = {}
        places: dict[str, int] = {}
        for part in test.children():
            name = part.get("respident")
            held = self._one(part, given, places, anything_else=anything_else)
            alone = part.tag == "varequal" and self.cardinalities.get(name) not in MANY
            by_response.setdefault(f"={name}" if alone else f"{len(by_response)}", []).append(held)
        return all(any(held) for held in by_response.values())

    def _one(self, part: Node, given: Given, places: dict[str, int], *, anything_else: bool) -> bool:
        match part.tag:
            case "other" | "unanswered" | "durequal" | "durlt" | "durgte":
                return _about_nothing(part, given, anything_else=anything_else)
            case "and":
                return all(self._one(child, given, places, anything_else=anything_else) for child in part.children())
            case "or":
                return any(self._one(child, given, {}, anything_else=anything_else) for child in part.children())
            case "not":
                return not self._all(part, given, anything_else=anything_else)
        return self._compares(part, given, places)

    def _compares(self, part: Node, given: Given, places: dict[str, int]) -> bool:
        name, wanted = part.get("respident"), part.text().strip()
        values = list(given.get(name, ()))
        if self.cardinalities.get(name) == "Ordered" and part.tag == "varequal":
            places[name] = place = int(number(part.get("index")) or places.get(name, 0) + 1)
            return 0 < place <= len(values) and values[place - 1] == wanted
        try:
            test = _TESTS[part.tag]
        except KeyError:
            raise Unread("qti-processing", element=part.tag) from None
        return any(test(value, wanted, part) for value in values)


def _about_nothing(part: Node, given: Given, *, anything_else: bool) -> bool:
    if part.tag == "other":
        return anything_else
    if part.tag == "unanswered":
        return not any(given.get(part.get("respident"), ()))
    raise Unread("qti-processing", element=part.tag)


def _unknown(score: Fraction, value: Fraction) -> Fraction:
    raise Unread("qti-processing", element="setvar")


_CHANGES: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "Set": lambda score, value: value,
    "Add": lambda score, value: score + value,
    "Subtract": lambda score, value: score - value,
    "Multiply": lambda score, value: score * value,
    "Divide": lambda score, value: score / value if value else score,
}


def _equal(value: str, wanted: str, part: Node) -> bool:
    one, other = number(value), number(wanted)
    if one is not None and other is not None:
        return one == other
    return value == wanted if part.get("case", "No").lower() == "yes" else value.casefold() == wanted.casefold()


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[str, str, Node], bool]:
    def test(value: str, wanted: str, part: Node) -> bool:
        one, other = number(value), number(wanted)
        return one is not None and other is not None and compare(one, other)

    return test


def _contained(value: str, wanted: str, part: Node) -> bool:
    return wanted in value if part.get("case", "No").lower() == "yes" else wanted.casefold() in value.casefold()


def _subset(value: str, wanted: str, part: Node) -> bool:
    return value.replace(" ", "") == wanted.replace(" ", "")


_TESTS: dict[str, Callable[[str, str, Node], bool]] = {
    "varequal": _equal,
    "varsubstring": _contained,
    "varsubset": _subset,
    "vargt": _ordered(lambda one, other: one > other),
    "vargte": _ordered(lambda one, other: one >= other),
    "varlt": _ordered(lambda one, other: one < other),
    "varlte": _ordered(lambda one, other: one <= other),
}
