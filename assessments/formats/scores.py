"""Scores of a choice among options, by the ways in which formats of questions and the bank count. Pure."""

from collections.abc import Collection, Mapping
from math import fsum

NEARLY = 1e-5
"""Thirds as 33.333 % add up to full marks all the same."""


def all_or_nothing(fractions: Mapping[str, float], response: Collection[str]) -> float:
    """Return 1 for exactly the right options, else 0."""
    return 1.0 if response and set(response) == _right(fractions) else 0.0


def difference(fractions: Mapping[str, float], response: Collection[str]) -> float:
    """Return right options chosen minus wrong ones, over the number of right ones; not below 0."""
    right = _right(fractions)
    hits = len(right.intersection(response))
    return max(0.0, (2 * hits - len(response)) / len(right)) if right else 0.0


def weights(fractions: Mapping[str, float], response: Collection[str]) -> float:
    """Return the fractions of the chosen options added up, cut to 0..1."""
    total = fsum(fractions.get(option, 0.0) for option in response)
    return 1.0 if total >= 1 - NEARLY else max(0.0, total)


def _right(fractions: Mapping[str, float]) -> set[str]:
    return {option for option, fraction in fractions.items() if fraction > 0}
