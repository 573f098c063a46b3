"""How choices are read and marked. Pure."""

from collections.abc import Collection, Mapping, Sequence
from math import fsum
from typing import Any

NEARLY = 1e-5
"""Thirds as 33.333 % add up to full marks all the same."""


class NoChoice(ValueError):
    """What arrived is no choice among the options."""


def chosen(data: Any, *, order: Sequence[str], several: bool) -> list[str]:
    """The chosen options in the order shown, from what a browser sent. Raises `NoChoice`.

    An empty text among the options stands for no choice: a form sends it so that a choice can be taken back.
    """
    if not isinstance(data, list) or not all(isinstance(option, str) for option in data):
        raise NoChoice
    wanted = set(data) - {""}
    if wanted - set(order) or (len(wanted) > 1 and not several):
        raise NoChoice
    return [option for option in order if option in wanted]


def all_or_nothing(fractions: Mapping[str, float], response: Collection[str]) -> float:
    """1 for exactly the right options, else 0."""
    return 1.0 if response and set(response) == _right(fractions) else 0.0


def difference(fractions: Mapping[str, float], response: Collection[str]) -> float:
    """Right options chosen minus wrong ones, over the number of right ones; not below 0."""
    right = _right(fractions)
    hits = len(right.intersection(response))
    return max(0.0, (2 * hits - len(response)) / len(right)) if right else 0.0


def weights(fractions: Mapping[str, float], response: Collection[str]) -> float:
    """The fractions of the chosen options added up, cut to 0..1."""
    total = fsum(fractions.get(option, 0.0) for option in response)
    return 1.0 if total >= 1 - NEARLY else max(0.0, total)


SCORINGS = {"all": all_or_nothing, "difference": difference, "weights": weights}


def _right(fractions: Mapping[str, float]) -> set[str]:
    return {option for option, fraction in fractions.items() if fraction > 0}
