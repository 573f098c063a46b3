"""Which questions an attempt gets, and what it is worth in the end. Pure."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

NEVER_SHUFFLED = {"truefalse"}
ROUNDING = 1e-9
"""A score that reaches the pass mark but for the rounding of floats has reached it."""


def draw(definition: Mapping[str, Any], *, seed: int) -> list[dict[str, Any]]:
    """The items of an attempt: question id, type, order of the options, key. The same seed draws the same items."""
    chance = random.Random(seed)  # noqa: S311  a draw, not a secret
    drawn = [name for pool in definition["pools"] for name in chance.sample(pool["questions"], pool["number"] or len(pool["questions"]))]
    if definition["shuffle"]:
        chance.shuffle(drawn)
    items = []
    for name in drawn:
        question = definition["questions"][name]
        order = [option["id"] for option in question["options"]]
        if definition["shuffle"] and question["kind"] not in NEVER_SHUFFLED:
            chance.shuffle(order)
        items.append({"id": name, "kind": question["kind"], "order": order, "key": question["key"]})
    return items


def result(marks: Iterable[float], *, pass_mark: float) -> tuple[float, bool]:
    """The score, 0..1, as the mean of the marks, and whether it reaches the pass mark."""
    marks = list(marks)
    score = sum(marks) / len(marks)
    return score, score >= pass_mark - ROUNDING
