"""The statistics of a quiz and of its questions, from a sheet of marks. Pure.

Source: Moodle, “Quiz statistics calculations” (docs.moodle.org/dev/Quiz_statistics_calculations), sections “Test
statistics” and “Item statistics”, with the minimum of every mark taken as 0, as Moodle does. Where a definition divides
by nothing the figure is None.

Scale, as Moodle shows it: per cent, but for skewness and kurtosis. Mean, median, standard deviation and standard error
of the quiz are per cent of its maximum mark, standard deviation and facility of a question per cent of the question's.
Correlations run from -100 to 100.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import fsum, sqrt
from typing import Any

from . import intervals, moments
from .intervals import Interval
from .sheet import Column, OptionSums, Sheet

PER_CENT = "per cent of the maximum mark"
UNITS = {
    "mean": PER_CENT,
    "median": PER_CENT,
    "standard_deviation": PER_CENT,
    "standard_error": PER_CENT,
    "skewness": "number",
    "kurtosis": "number",
    "coefficient_of_internal_consistency": "per cent",
    "error_ratio": "per cent",
    "facility_index": PER_CENT,
    "facility_index_interval": PER_CENT,
    "random_guess_score": PER_CENT,
    "intended_weight": "per cent",
    "effective_weight": "per cent",
    "discrimination_index": "per cent, -100 to 100",
    "discrimination_index_interval": "per cent, -100 to 100",
    "discriminative_efficiency": "per cent, at most 100",
    "maximum_mark": "marks",
}


@dataclass(frozen=True)
class Option:
    """Figures of an option: `share` per cent of the attempts that had the question chose it, `rest` is their mean in
    the rest of the quiz, per cent, `deviation` the standard deviation of that.

    `earns` is what it earns by the key of the last attempt, 0..1.
    """

    option: str
    earns: float
    number: int
    share: float
    rest: float | None
    deviation: float | None = None


@dataclass(frozen=True)
class QuestionFigures:
    """Figures of one question, or of one place of the quiz.

    Intervals are at 95 per cent confidence (`intervals`).
    """

    question: str
    number_of_attempts: int
    maximum_mark: float
    facility_index: float | None
    facility_index_interval: Interval | None
    standard_deviation: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discrimination_index_interval: Interval | None
    discriminative_efficiency: float | None
    random_guess_score: float | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class QuizFigures:
    """Figures of a whole quiz. `places` are listed where a random draw shows different questions in one place."""

    number_of_attempts: int
    maximum_mark: float
    mean: float | None
    median: float | None
    standard_deviation: float | None
    skewness: float | None
    kurtosis: float | None
    coefficient_of_internal_consistency: float | None
    error_ratio: float | None
    standard_error: float | None
    questions: tuple[QuestionFigures, ...]
    places: tuple[QuestionFigures, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the figures as plain JSON, with the unit of each figure under `units`."""
        return {**asdict(self), "units": UNITS}


def quiz_figures(sheet: Sheet, *, guesses: Mapping[str, float | None] | None = None) -> QuizFigures:
    """Return all figures of `sheet`. `guesses` has the random guess score, 0..1, by question."""
    totals, whole = sheet.scaled(), sheet.maximum
    spread = moments.variance(totals)
    consistency = _consistency(sheet, spread)
    error_ratio = None if consistency is None else 100 * sqrt(max(0.0, 1 - consistency / 100))
    deviation = None if spread is None else _share(sqrt(spread), whole)
    places = {name: _figures(name, column, sheet, totals) for name, column in sheet.places.items()}
    weights = _effective_weights([_with_total(column, totals) for column in sheet.places.values()])
    weighted = dict(zip(places, weights, strict=True))
    drawn = sheet.variants()
    alone = {next(iter(names)): place for place, names in sheet.stood_in.items() if place not in drawn}
    questions = [
        _figures(name, column, sheet, totals, weighted.get(alone.get(name, "")), (guesses or {}).get(name))
        for name, column in sheet.questions.items()
    ]
    return QuizFigures(
        number_of_attempts=len(sheet),
        maximum_mark=whole,
        mean=_share(moments.mean(totals), whole),
        median=_share(moments.median(totals), whole),
        standard_deviation=deviation,
        skewness=moments.skewness(totals),
        kurtosis=moments.kurtosis(totals),
        coefficient_of_internal_consistency=consistency,
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or deviation is None else error_ratio * deviation / 100,
        questions=tuple(questions),
        places=tuple(_figures(name, sheet.places[name], sheet, totals, weighted[name]) for name in drawn),
    )


def _share(value: float | None, whole: float) -> float | None:
    """Return `value` in per cent of `whole`."""
    return None if value is None or not whole else 100 * value / whole


def _consistency(sheet: Sheet, spread: float | None) -> float | None:
    """Return the coefficient of internal consistency (Cronbach's alpha), per cent: 100 P / (P - 1) · (1 - Σ V(x_p) /
    V(T)).

    None for a single place, where all attempts have the same total, and where not every attempt had every place.
    """
    number = len(sheet.places)
    if number < 2 or not spread or not sheet.complete:
        return None
    variances = [moments.variance(column.marks) or 0.0 for column in sheet.places.values()]
    return 100 * number / (number - 1) * (1 - fsum(variances) / spread)


def _with_total(column: Column, totals: Sequence[float]) -> float | None:
    """Return C(x_p, T): the covariance of a place with the total, itself included."""
    return moments.covariance(moments.centred(column.marks), moments.centred([totals[row] for row in column.rows]))


def _effective_weights(covariances: Sequence[float | None]) -> list[float | None]:
    """Return 100 √C(x_p, T) / Σ √C(x_q, T), per cent, the sum over the covariances that are not negative.

    None for a negative covariance (the place works against the rest), and for all where every root is 0.
    """
    roots = [None if one is None or one < 0 else sqrt(one) for one in covariances]
    whole = fsum(root for root in roots if root is not None)
    return [None if root is None or not whole else 100 * root / whole for root in roots]


def _figures(
    name: str,
    column: Column,
    sheet: Sheet,
    totals: Sequence[float],
    weight: float | None = None,
    guess: float | None = None,
) -> QuestionFigures:
    """Compute the figures of one column: facility index F = 100 x̄ / x(max), standard deviation 100 √V(x) / x(max),
    intended weight 100 x(max) / T(max).
    """
    spread, number = moments.variance(column.marks), len(column.rows)
    discrimination, efficiency = _discrimination(column, sheet.rest(column))
    facility = _share(moments.mean(column.marks), column.maximum)
    return QuestionFigures(
        question=name,
        number_of_attempts=number,
        maximum_mark=column.maximum,
        facility_index=facility,
        facility_index_interval=intervals.of_facility(facility, number),
        standard_deviation=None if spread is None else _share(sqrt(spread), column.maximum),
        intended_weight=_share(column.maximum, sheet.maximum),
        effective_weight=weight,
        discrimination_index=discrimination,
        discrimination_index_interval=intervals.of_discrimination(discrimination, number),
        discriminative_efficiency=efficiency,
        random_guess_score=None if guess is None else 100 * guess,
        options=_options(sheet.choosers.get(name, {}), number),
    )


def _discrimination(column: Column, rest: Sequence[float]) -> tuple[float | None, float | None]:
    """Return discrimination index and discriminative efficiency, per cent.

    The index is the correlation of the mark x with the rest X = T - x: 100 C(x, X) / √(V(x) V(X)). The efficiency is
    100 C(x, X) / C_max, where C_max is the covariance of the same marks and rests, each sorted by itself. None where a
    variance, or C_max, is 0.
    """
    marks, others = moments.centred(column.marks), moments.centred(rest)
    together = moments.covariance(marks, others)
    if together is None:
        return None, None
    spreads = (moments.covariance(marks, marks) or 0.0) * (moments.covariance(others, others) or 0.0)
    if not spreads:
        return None, None
    most = moments.covariance(sorted(marks), sorted(others))
    return 100 * together / sqrt(spreads), 100 * together / most if most else None


def _options(choosers: Mapping[str, OptionSums], shown: int) -> tuple[Option, ...]:
    return tuple(
        Option(
            option=option,
            earns=one.earns,
            number=one.number,
            share=100 * one.number / shown,
            rest=100 * one.rest / one.measured if one.measured else None,
            deviation=None if one.deviation is None else 100 * one.deviation,
        )
        for option, one in sorted(choosers.items(), key=lambda pair: (-pair[1].number, pair[0]))
    )
