"""Student's t distribution, central and not, by numerical integration. Pure."""

from collections.abc import Callable
from functools import lru_cache
from math import erfc, exp, fsum, lgamma, log, sqrt

ROOT_OF_TWO = sqrt(2)
NEAR = 1e-13
STEPS = 400
"""Steps of Simpson's rule; even.

With the range below, errors stay under 1e-8 from 9 degrees of freedom on, which are ten pairs.
"""


def noncentral_cdf(t: float, *, freedom: float, shift: float = 0.0) -> float:
    """Return P(T ≤ t) of the noncentral t with `freedom` degrees and noncentrality `shift`; Student's own where that is
    0.

    T = (Z + shift) / S with Z standard normal and S² = χ²/freedom independent of it, so P(T ≤ t) is the mean of Φ(t S -
    shift) over the density of S (Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions, volume 2, chapter
    31).
    """
    scale, offset = t / ROOT_OF_TWO, shift / ROOT_OF_TWO
    return fsum(weight * erfc(offset - scale * s) for s, weight in _density(freedom)) / 2


@lru_cache(maxsize=128)
def _density(freedom: float) -> tuple[tuple[float, float], ...]:
    """Return the points at which the density of S is evaluated, each with its weight by Simpson's rule: the same for
    every t and shift.
    """
    width = 9 / sqrt(2 * freedom)
    low, high = max(0.0, 1 - width), 1 + max(width, 6 / freedom)
    constant = log(2) + freedom / 2 * log(freedom / 2) - lgamma(freedom / 2)
    step = (high - low) / STEPS
    terms = []
    for index in range(STEPS + 1):
        s = low + index * step
        density = exp(constant + (freedom - 1) * log(s) - freedom * s * s / 2) if s > 0 else 0.0
        terms.append((s, density * (1 if index in (0, STEPS) else 4 if index % 2 else 2) * step / 3))
    return tuple(terms)


def noncentrality(t: float, *, freedom: float, probability: float) -> float:
    """Return the shift for which P(T ≤ t) is `probability`. It falls as the shift grows, so bisection finds it."""
    width = 1.0
    while noncentral_cdf(t, freedom=freedom, shift=t - width) < probability:
        width *= 2
    high = 1.0
    while noncentral_cdf(t, freedom=freedom, shift=t + high) > probability:
        high *= 2
    return _root(lambda shift: probability - noncentral_cdf(t, freedom=freedom, shift=shift), t - width, t + high)


def quantile(probability: float, *, freedom: float) -> float:
    """Return the t below which lies `probability` of Student's distribution."""
    high = 1.0
    while noncentral_cdf(high, freedom=freedom) < max(probability, 1 - probability):
        high *= 2
    return _root(lambda t: noncentral_cdf(t, freedom=freedom) - probability, -high, high)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return the root of `rising`, negative at `low` and positive at `high`, to the last bits of a float.

    By false position with the Illinois rule: where the same end stays twice its value is halved, so that both ends
    close in, and a tenth of the steps of a bisection is enough.
    """
    left, right, moved = rising(low), rising(high), 0
    for _step in range(60):
        if not right - left or high - low <= NEAR * max(1.0, abs(low), abs(high)):
            break
        middle = (low * right - high * left) / (right - left)
        value = rising(middle)
        if not value:
            return middle
        if value > 0:
            high, right, left = middle, value, left / 2 if moved == 1 else left
            moved = 1
        else:
            low, left, right = middle, value, right / 2 if moved == -1 else right
            moved = -1
    return (low + high) / 2
