"""Intervals of figures at 95 per cent confidence: the values that fit the results of so many learners. Pure.

Sources: E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, Journal of the American
Statistical Association 22 (1927), for shares; R. A. Fisher, “On the ‘probable error’ of a coefficient of correlation”,
Metron 1 (1921), for correlations; B. L. Welch, “The generalization of ‘Student's’ problem when several different
population variances are involved”, Biometrika 34 (1947), for differences; M. Abramowitz and I. A. Stegun, “Handbook of
Mathematical Functions” (1964), 26.7.5, for Student's t.
"""

from math import atanh, sqrt, tanh
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95
EDGE = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
FEWEST_ALIKE, ENOUGH_ALIKE = 3, 8
"""In the smaller of two groups without any spread, and in both together."""


def edge_of_t(freedom: float) -> float:
    """Return the t between whose negative and which 95 per cent of Student's distribution with `freedom` degrees lie.

    By the expansion around the normal distribution: right to a hundredth from 3 degrees on, to a thousandth from 5.
    """
    z = EDGE
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return sum(term / freedom**power for power, term in enumerate(terms))


class Interval(NamedTuple):
    """Interval from `low` to `high`, both in the unit of the figure."""

    low: float
    high: float


class Group(NamedTuple):
    """Figures of a group: how many, their mean, their standard deviation (by n - 1)."""

    number: int
    mean: float
    deviation: float


def of_share(share: float, number: int) -> Interval | None:
    """Return Wilson's interval of a share, 0..1, of `number`; None of nobody.

    Also of a mean of marks between 0 and 1: no such marks vary more than those that are 0 or 1 with the same mean, so
    for questions with partial credit the interval is rather too wide.
    """
    if not number:
        return None
    share = min(max(share, 0.0), 1.0)
    square = EDGE * EDGE
    middle = (share + square / (2 * number)) / (1 + square / number)
    reach = EDGE * sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    return Interval(max(0.0, min(share, middle - reach)), min(1.0, max(share, middle + reach)))


def of_correlation(correlation: float, number: int) -> Interval | None:
    """Return the interval of a correlation over `number` pairs, by Fisher's z: tanh(atanh(r) ± 1.96 / √(n - 3)).

    None of fewer than four.
    """
    if number < 4:
        return None
    if abs(correlation) >= 1:
        return Interval(correlation, correlation)
    middle, reach = atanh(correlation), EDGE / sqrt(number - 3)
    return Interval(tanh(middle - reach), tanh(middle + reach))


def of_facility(index: float | None, number: int) -> Interval | None:
    """Return the interval of a facility index over `number` attempts, all in per cent."""
    return index if index is None else _per_cent(of_share(index / 100, number))


def of_discrimination(index: float | None, number: int) -> Interval | None:
    """Return the interval of a discrimination index over `number` attempts, all in per cent."""
    return index if index is None else _per_cent(of_correlation(index / 100, number))


def _per_cent(interval: Interval | None) -> Interval | None:
    return interval and Interval(100 * interval.low, 100 * interval.high)


def surely_greater(one: Group, other: Group) -> bool:
    """Return whether the interval of mean `one` less mean `other`, by Welch's t, lies wholly above 0.

    Where nobody differs from anybody in the same group there is no such interval: then it counts if chance alone would
    part the two so in fewer than one case of forty, which three and five, or four and four, are enough for.
    """
    difference, number = one.mean - other.mean, one.number + other.number
    if difference <= 0 or min(one.number, other.number) < 2:
        return False
    first, second = (group.deviation**2 / group.number for group in (one, other))
    error = first + second
    if not error:
        return min(one.number, other.number) >= FEWEST_ALIKE and number >= ENOUGH_ALIKE
    freedom = error**2 / (first**2 / (one.number - 1) + second**2 / (other.number - 1))
    return difference / sqrt(error) > edge_of_t(freedom)
