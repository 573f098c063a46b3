"""Which questions an attempt gets, and what it is worth in the end. Pure."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from lms.plugins.question import questions

ROUNDING = 1e-9
"""A score that reaches the pass mark but for the rounding of floats has reached it."""


def draw(definition: Mapping[str, Any], *, seed: int) -> list[dict[str, Any]]:
    """The items of an attempt: question id, type, the order of its parts, key. The same seed draws the same items."""
    chance = random.Random(seed)  # noqa: S311  a draw, not a secret
    drawn = [name for pool in definition["pools"] for name in chance.sample(pool["questions"], pool["number"] or len(pool["questions"]))]
    if definition["shuffle"]:
        chance.shuffle(drawn)
    items = []
    for name in drawn:
        question = definition["questions"][name]
        order = questions.get(question["kind"]).order(question["shown"], chance=chance if definition["shuffle"] else None)
        items.append({"id": name, "kind": question["kind"], "order": order, "key": question["key"]})
    return items


def result(marks: Iterable[float | None], *, pass_mark: float) -> tuple[float | None, bool | None]:
    """The score, 0..1, as the mean of the marks, and whether it reaches the pass mark.

    A question without a mark is left out; where none has one, there is neither score nor pass.
    """
    counted = scored(marks)
    if not counted:
        return None, None
    score = sum(counted) / len(counted)
    return score, score >= pass_mark - ROUNDING


def scored(marks: Iterable[float | None]) -> list[float]:
    """The marks that count."""
    return [mark for mark in marks if mark is not None]
