"""Reading and marking of a form that was filled in, field by field. Pure."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import TypedDict

from ..marking import number
from ..marking.text import fits, parts_of, tidy

SHORT, LONG = 250, 4000
"""Characters of a short field or cell, and of a long one."""
KNOWN = ("yes", "no", "unknown")
Answer = str | list[str] | list[list[str]]


class FieldOrder(TypedDict):
    """Size of a field: its number of options, or columns, and of rows."""

    name: str
    type: str
    options: int
    rows: int


class FieldKey(TypedDict):
    """`expected` are numbers of options, words of `KNOWN` or texts; empty: a person marks the field."""

    type: str
    expected: list[str]
    points: float


class NoForm(ValueError):
    """Refusal: the response names a field or an option that does not exist, or is too long."""


def filled(data: Mapping[str, object], fields: Sequence[FieldOrder]) -> dict[str, Answer]:
    """Return what stands in each field that is not empty, in the order of the form. Raises `NoForm`.

    `data` has a list of texts by field, and for a table by field, row and column: `risks.1.2`.
    """
    known = {part for field in fields for part in _parts_of(field)}
    if set(data) - known or not all(isinstance(one, list) for one in data.values()):
        raise NoForm
    answers = {field["name"]: _answer(data, field) for field in fields}
    return {name: answer for name, answer in answers.items() if answer}


def _parts_of(field: FieldOrder) -> list[str]:
    if field["type"] != "table":
        return [field["name"]]
    return [cell(field["name"], row, column) for row in range(field["rows"]) for column in range(field["options"])]


def cell(name: str, row: int, column: int) -> str:
    return f"{name}.{row + 1}.{column + 1}"


def _answer(data: Mapping[str, object], field: FieldOrder) -> Answer:
    name, kind = field["name"], field["type"]
    if kind == "table":
        rows = [
            [_text(data.get(cell(name, row, column), [""]), SHORT) for column in range(field["options"])]
            for row in range(field["rows"])
        ]
        return rows if any(map(any, rows)) else []
    sent = data.get(name, [""])
    offered = list(KNOWN) if kind == "known" else [str(place + 1) for place in range(field["options"])]
    if kind == "several":
        return _chosen(sent, offered)
    if kind in ("one", "known"):
        return "".join(_chosen(sent, offered, most=1))
    return _text(sent, LONG if kind == "long" else SHORT)


def _chosen(sent: object, offered: Sequence[str], most: int = 99) -> list[str]:
    wanted = set(sent) - {""} if isinstance(sent, list) and all(isinstance(one, str) for one in sent) else {None}
    if wanted - set(offered) or len(wanted) > most:
        raise NoForm
    return [one for one in offered if one in wanted]


def _text(sent: object, most: int) -> str:
    match sent:
        case [str(text)] if len(text) <= most:
            return "\n".join(map(tidy, text.splitlines())).strip()
    raise NoForm


def by_hand(field: FieldKey) -> bool:
    return not field["expected"]


def share(field: FieldKey, answer: Answer | None) -> float:
    """Return 0, 1/2 or 1 for a field that is marked by its key."""
    expected, kind = field["expected"], field["type"]
    if not answer:
        return 0.0
    if kind == "several":
        hits = sum(1 if one in expected else -1 for one in answer) / len(expected)
        return 1.0 if hits == 1 else 0.5 * (hits >= 0.5)
    if kind in ("one", "known"):
        return float(answer in expected)
    text = answer if isinstance(answer, str) else ""
    if kind == "number":
        return float(any(_is_number(text, right) for right in expected))
    return float(any(_fits(pattern, text) for pattern in expected))


def _fits(pattern: str, text: str) -> bool:
    parts = parts_of(pattern, case=False, marks=False)
    return fits(parts, "".join(parts_of(text.replace("*", r"\*"), case=False, marks=False)))


def _is_number(text: str, right: str) -> bool:
    written, wanted = number.read(text), number.read(right)
    if written is None or wanted is None:
        return False
    return any(number.near(value, wanted.values[0], 0) for value in written.values)


def total(fields: Mapping[str, FieldKey], answers: Mapping[str, Answer]) -> float:
    """Return the share of all points that the answers earn by the key, 0..1."""
    most = fsum(field["points"] for field in fields.values())
    earned = fsum(field["points"] * share(field, answers.get(name)) for name, field in fields.items())
    return min(1.0, earned / most) if most else 0.0
