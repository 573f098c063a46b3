"""Gains of learners between two tests of equal measure, pair by pair. Pure.

Sources: Lakens, “Calculating and reporting effect sizes to facilitate cumulative science”, Frontiers in Psychology
4:863 (2013), formulas 4, 7 and 10; Hedges and Olkin, “Statistical Methods for Meta-Analysis” (1985), chapter 5, for the
interval of d_z; Bonett, “Interval estimation of standardized mean differences in paired-samples designs”, Journal of
Educational and Behavioral Statistics 40 (2015), for that of d_av.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

from . import moments
from .intervals import CONFIDENCE, EDGE, edge_of_t

FEWEST = 10
"""Under so many pairs nothing is shown: it would be both worthless and about persons."""

Interval = tuple[float, float]


@dataclass(frozen=True)
class Gain:
    """Gain in the unit of the marks; effect sizes in standard deviations; shares in per cent of the pairs. All None
    under `FEWEST` pairs.

    `effect_size` is Cohen's d_z, the mean gain by the standard deviation of the gains; `hedges_g_av` is by the mean
    standard deviation of the two tests, corrected for small samples: it compares with what studies of two groups
    report.
    """

    number_paired: int
    number_missing: int
    number_pre_only: int
    number_post_only: int
    confidence: float = CONFIDENCE
    mean_pre: float | None = None
    mean_post: float | None = None
    mean_gain: float | None = None
    standard_deviation_of_gain: float | None = None
    mean_gain_interval: Interval | None = None
    effect_size: float | None = None
    effect_size_interval: Interval | None = None
    cohens_d_av: float | None = None
    cohens_d_av_interval: Interval | None = None
    hedges_g_av: float | None = None
    hedges_g_av_interval: Interval | None = None
    threshold: float | None = None
    share_above_threshold_pre: float | None = None
    share_above_threshold_post: float | None = None
    share_improved: float | None = None

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def gain(pairs: Sequence[tuple[float | None, float | None]], *, threshold: float | None = None) -> Gain:
    """Return the gain over `pairs` of marks before and after, None where a test was not taken.

    Shares count who reached `threshold` or more.
    """
    complete = [(pre, post) for pre, post in pairs if pre is not None and post is not None]
    before_only = sum(pre is not None and post is None for pre, post in pairs)
    after_only = sum(pre is None and post is not None for pre, post in pairs)
    counts: dict[str, Any] = {
        "number_paired": len(complete),
        "number_missing": before_only + after_only,
        "number_pre_only": before_only,
        "number_post_only": after_only,
        "threshold": threshold,
    }
    if len(complete) < FEWEST:
        return Gain(**counts)
    pre, post = [pair[0] for pair in complete], [pair[1] for pair in complete]
    return Gain(
        **counts,
        **_paired(pre, post),
        share_above_threshold_pre=_share(pre, threshold),
        share_above_threshold_post=_share(post, threshold),
        share_improved=100 * sum(after > before for before, after in complete) / len(complete),
    )


def _share(marks: Sequence[float], threshold: float | None) -> float | None:
    return None if threshold is None else 100 * sum(mark >= threshold for mark in marks) / len(marks)


def _paired(pre: Sequence[float], post: Sequence[float]) -> dict[str, Any]:
    number = len(pre)
    gains = [after - before for before, after in zip(pre, post, strict=True)]
    middle = moments.mean(gains) or 0.0
    deviation = sqrt(moments.variance(gains) or 0.0)
    margin = edge_of_t(number - 1) * deviation / sqrt(number)
    figures: dict[str, Any] = {
        "mean_pre": moments.mean(pre),
        "mean_post": moments.mean(post),
        "mean_gain": middle,
        "standard_deviation_of_gain": deviation,
        "mean_gain_interval": (middle - margin, middle + margin),
    }
    if deviation:
        figures |= {
            "effect_size": middle / deviation,
            "effect_size_interval": _interval_of_dz(middle / deviation, number),
        }
    return figures | _average(pre, post, middle)


def _interval_of_dz(effect: float, number: int) -> Interval:
    """Return the interval of large samples: d ± z √(1/n + d²/2n)."""
    margin = EDGE * sqrt((1 + effect**2 / 2) / number)
    return effect - margin, effect + margin


def _average(pre: Sequence[float], post: Sequence[float], middle: float) -> dict[str, object]:
    """Return d_av = mean gain / s with s² the mean of the two variances, and g_av = d_av (1 - 3 / (4 · 2n - 9)) (Lakens
    2013, formulas 10 and 4).

    Interval: d ± z √(d² (s₁⁴ + s₂⁴ + 2 r² s₁² s₂²) / (8 (n - 1) s⁴) + s_D² / ((n - 1) s²)) (Bonett 2015), for g_av
    times the correction.
    """
    number = len(pre)
    left, right = moments.centred(pre), moments.centred(post)
    first, second = (moments.covariance(one, one) or 0.0 for one in (left, right))
    together = moments.covariance(left, right) or 0.0
    square = (first + second) / 2
    if not square:
        return {}
    effect, freedom = middle / sqrt(square), number - 1
    spread = effect**2 * (first**2 + second**2 + 2 * together**2) / (8 * freedom * square**2)
    spread += max(0.0, first + second - 2 * together) / (freedom * square)
    margin = EDGE * sqrt(spread)
    correction = 1 - 3 / (4 * 2 * number - 9)
    interval = (effect - margin, effect + margin)
    return {
        "cohens_d_av": effect,
        "cohens_d_av_interval": interval,
        "hedges_g_av": effect * correction,
        "hedges_g_av_interval": (interval[0] * correction, interval[1] * correction),
    }
