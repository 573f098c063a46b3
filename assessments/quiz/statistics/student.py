"""Student's t distribution, central and not, by numerical integration. Pure."""

from collections.abc import Callable
from math import erfc, exp, fsum, lgamma, log, sqrt

STEPS = 400
"""Steps of Simpson's rule; even. With the range below, errors stay under 1e-8 from 9 degrees of freedom on, which are ten pairs."""


def noncentral_cdf(t: float, *, freedom: float, shift: float = 0.0) -> float:
    """P(T ≤ t) of the noncentral t with `freedom` degrees and noncentrality `shift`; Student's own where that is 0.

    T = (Z + shift) / S with Z standard normal and S² = χ²/freedom independent of it, so P(T ≤ t) is the mean of Φ(t S - shift) over the
    density of S (Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions, volume 2, chapter 31).
    """
    width = 9 / sqrt(2 * freedom)
    low, high = max(0.0, 1 - width), 1 + max(width, 6 / freedom)
    constant = log(2) + freedom / 2 * log(freedom / 2) - lgamma(freedom / 2)

    def weighted(s: float) -> float:
        if s <= 0:
            return 0.0
        density = exp(constant + (freedom - 1) * log(s) - freedom * s * s / 2)
        return density * erfc((shift - t * s) / sqrt(2)) / 2

    step = (high - low) / STEPS
    terms = (weighted(low + index * step) * (1 if index in (0, STEPS) else 4 if index % 2 else 2) for index in range(STEPS + 1))
    return fsum(terms) * step / 3


def noncentrality(t: float, *, freedom: float, probability: float) -> float:
    """The shift for which P(T ≤ t) is `probability`. It falls as the shift grows, so bisection finds it."""
    width = 1.0
    while noncentral_cdf(t, freedom=freedom, shift=t - width) < probability:
        width *= 2
    high = 1.0
    while noncentral_cdf(t, freedom=freedom, shift=t + high) > probability:
        high *= 2
    return _root(lambda shift: probability - noncentral_cdf(t, freedom=freedom, shift=shift), t - width, t + high)


def quantile(probability: float, *, freedom: float) -> float:
    """The t below which lies `probability` of Student's distribution."""
    high = 1.0
    while noncentral_cdf(high, freedom=freedom) < max(probability, 1 - probability):
        high *= 2
    return _root(lambda t: noncentral_cdf(t, freedom=freedom) - probability, -high, high)


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where `rising`, negative at `low` and positive at `high`, is 0; to the last bits of a float."""
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
