"""Means, variances and the shape of a distribution. Pure.

Source of all formulas: Moodle, “Quiz statistics calculations” (docs.moodle.org/dev/Quiz_statistics_calculations),
sections “Notation used in the calculations” and “Test statistics”. Sums are taken with `math.fsum`, so they do not
depend on the order of attempts.
"""

from collections.abc import Sequence
from math import fsum
from operator import mul

NOTHING = 1e-10
"""A spread or a sum smaller than this share of the scale it is measured on is the rounding of floats,
and counts as none.
"""


def mean(values: Sequence[float]) -> float | None:
    """Return the average; None of nothing."""
    return fsum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """Return the middle value, or the mean of the two in the middle; None of nothing."""
    ordered, half = sorted(values), len(values) // 2
    if not ordered:
        return None
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def centred(values: Sequence[float]) -> list[float]:
    """Return each value less the mean; all zero where they differ by nothing but the rounding of floats."""
    if not values:
        return []
    middle = fsum(values) / len(values)
    differences = [value - middle for value in values]
    scale = max(map(abs, values))
    return differences if max(map(abs, differences)) > NOTHING * scale else [0.0] * len(differences)


def covariance(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return C(x, y) = Σ (x - x̄)(y - ȳ) / (n - 1) of two `centred` lists; None of fewer than two. Of a list with
    itself it is the variance.

    Products that cancel out but for the rounding of floats add up to 0.
    """
    if len(left) < 2:
        return None
    products = list(map(mul, left, right))
    whole = fsum(products)
    return whole / (len(left) - 1) if abs(whole) > NOTHING * fsum(map(abs, products)) else 0.0


def variance(values: Sequence[float]) -> float | None:
    """Return V(x), with n - 1; None of fewer than two."""
    differences = centred(values)
    return covariance(differences, differences)


def skewness(values: Sequence[float]) -> float | None:
    """Return k₃ / k₂^(3/2), with the k-statistics of the values; None of fewer than three, or where all are equal.

    m₂ and m₃ are the central moments (divided by n), k₂ = n m₂ / (n - 1) and k₃ = n² m₃ / ((n - 1)(n - 2)).
    """
    number = len(values)
    if number < 3:
        return None
    differences = centred(values)
    m2, m3 = (fsum(difference**power for difference in differences) / number for power in (2, 3))
    k2 = number * m2 / (number - 1)
    k3 = number**2 * m3 / ((number - 1) * (number - 2))
    return k3 / k2**1.5 if k2 else None


def kurtosis(values: Sequence[float]) -> float | None:
    """Return k₄ / k₂², with the k-statistics of the values: 0 for a normal distribution. None of fewer than four, or
    where all are equal.

    k₄ = n² ((n + 1) m₄ - 3 (n - 1) m₂²) / ((n - 1)(n - 2)(n - 3)).
    """
    number = len(values)
    if number < 4:
        return None
    differences = centred(values)
    m2, m4 = (fsum(difference**power for difference in differences) / number for power in (2, 4))
    k2 = number * m2 / (number - 1)
    k4 = number**2 * ((number + 1) * m4 - 3 * (number - 1) * m2**2) / ((number - 1) * (number - 2) * (number - 3))
    return k4 / k2**2 if k2 else None
