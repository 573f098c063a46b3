"""The same figures as packages that others wrote: pingouin, and scipy and pandas beneath it,
where they compute the same.
"""

import random

import pytest

from assessments.quiz.statistics.measures import intervals, moments
from assessments.quiz.statistics.measures.gain import gain

from .test_statistics import figures_of, of

pytestmark = pytest.mark.once
EXACT = 1e-9


@pytest.fixture(scope="module")
def stats():
    from scipy import stats

    return stats


@pytest.fixture(scope="module", params=[11, 300])
def table(request):
    """Marks of so many attempts, of questions with 1, 2 and 5 marks,
    that hang together through how able each learner is.
    """
    chance = random.Random(request.param)
    maxima = [1, 2, 5, 1, 1, 2]
    able = [chance.gauss(0.5, 0.25) for _attempt in range(request.param)]
    return [
        [float(round(maximum * min(1, max(0, one + chance.gauss(0, 0.3))))) for maximum in maxima] for one in able
    ], maxima


def columns(marks) -> list[tuple[list[float], list[float]]]:
    """Of each question, its marks and what was earned in the rest."""
    return [([row[index] for row in marks], [sum(row) - row[index] for row in marks]) for index in range(len(marks[0]))]


@pytest.mark.sweep  # what test_statistics.py works by hand; importing pingouin costs ten seconds
def test_a_quiz_has_the_figures_that_pingouin_and_pandas_compute(table):
    import pandas
    import pingouin

    marks, maxima = table
    found, frame = figures_of(marks, maxima), pandas.DataFrame(marks)
    totals, whole = frame.sum(axis=1), sum(maxima)
    assert found.coefficient_of_internal_consistency == pytest.approx(
        100 * pingouin.cronbach_alpha(data=frame)[0], abs=EXACT
    )
    assert (found.skewness, found.kurtosis) == pytest.approx((totals.skew(), totals.kurt()), abs=EXACT)
    expected = [100 * one / whole for one in (totals.mean(), totals.median(), totals.std())]
    assert [found.mean, found.median, found.standard_deviation] == pytest.approx(expected, abs=EXACT)
    expected = [100 * pingouin.corr(own, rest)["r"].iloc[0] for own, rest in columns(marks)]
    assert of(found, "discrimination_index") == pytest.approx(expected, abs=1e-6)


def test_the_interval_of_discrimination_is_that_of_fisher(stats, table):
    marks, maxima = table
    for (own, rest), question in zip(columns(marks), figures_of(marks, maxima).questions, strict=True):
        theirs = stats.pearsonr(own, rest).confidence_interval(0.95)
        expected = (100 * theirs.low, 100 * theirs.high)
        assert tuple(question.discrimination_index_interval) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("right", "number"), [(0, 22), (1, 22), (11, 22), (22, 22), (3, 30), (29, 30), (50, 400)])
def test_the_interval_of_facility_is_that_of_wilson(stats, right, number):
    theirs = stats.binomtest(right, number).proportion_ci(0.95, method="wilson")
    assert tuple(intervals.of_share(right / number, number)) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    [question] = figures_of([[1.0]] * right + [[0.0]] * (number - right), [1]).questions
    assert tuple(question.facility_index_interval) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_a_difference_is_sure_where_welch_says_so(stats, seed):
    chance = random.Random(seed)
    one = [chance.gauss(65, 18) for _person in range(chance.choice([3, 5, 9, 20]))]
    other = [chance.gauss(50, 12) for _person in range(chance.choice([3, 8, 17]))]
    theirs = stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    groups = [intervals.Group(len(some), moments.mean(some), moments.variance(some) ** 0.5) for some in (one, other)]
    assert intervals.surely_greater(*groups) is bool(theirs.low > 0)


@pytest.fixture(params=[10, 25, 400])
def pairs(request):
    chance = random.Random(request.param)
    before = [chance.gauss(55, 14) for _person in range(request.param)]
    return before, [one + chance.gauss(9, 11) for one in before]


def test_gain_and_its_intervals_are_those_of_a_paired_t_test(stats, pairs):
    before, after = pairs
    found = gain(list(zip(before, after, strict=True)))
    root, freedom = len(before) ** 0.5, len(before) - 1
    theirs = stats.ttest_rel(after, before)
    interval = theirs.confidence_interval()
    assert found.mean_gain / found.standard_deviation_of_gain * root == pytest.approx(theirs.statistic, abs=1e-8)
    assert found.mean_gain_interval == pytest.approx((interval.low, interval.high), abs=1e-3)
    low, high = found.effect_size_interval  # that of large samples
    near = 0.012 if len(before) < 20 else 0.005
    assert stats.nct.sf(found.effect_size * root, freedom, low * root) == pytest.approx(0.025, abs=near)
    assert stats.nct.cdf(found.effect_size * root, freedom, high * root) == pytest.approx(0.025, abs=near)


@pytest.mark.sweep  # test_statistics_tables.py works both by hand
@pytest.mark.parametrize(("name", "kind"), [("cohens_d_av", "cohen"), ("hedges_g_av", "hedges")])
def test_effect_sizes_are_those_of_pingouin(pairs, name, kind):
    import pingouin

    before, after = pairs
    expected = pingouin.compute_effsize(after, before, paired=True, eftype=kind)
    assert getattr(gain(list(zip(before, after, strict=True))), name) == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize(("freedom", "near"), [(2, 0.05), (3, 0.01), (5, 1e-3), (9, 1e-4), (400, 1e-9)])
def test_the_edge_of_the_t_distribution(stats, freedom, near):
    assert intervals.edge_of_t(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=near)


def test_k_statistics(stats):
    values = [3.0, 1.5, 4.0, 9.25, 2.0, 2.0]
    k2, k3 = (stats.kstat(values, order) for order in (2, 3))
    assert moments.skewness(values) == pytest.approx(k3 / k2**1.5, abs=EXACT)
    assert moments.kurtosis(values) == pytest.approx(stats.kstat(values, 4) / k2**2, abs=EXACT)
