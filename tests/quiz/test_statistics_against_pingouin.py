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
def pingouin():
    """Imported where it is used: it brings much along, and other tests need not wait for it."""
    import pingouin

    return pingouin


@pytest.fixture(scope="module")
def stats():
    from scipy import stats

    return stats


@pytest.fixture(scope="module", params=[11, 40, 300])
def table(request):
    """Marks of so many attempts, of questions with 1, 2 and 5 marks,
    that hang together through how able each learner is.
    """
    import pandas

    chance = random.Random(request.param)
    maxima = [1, 2, 5, 1, 1, 2]
    able = [chance.gauss(0.5, 0.25) for _attempt in range(request.param)]
    marks = [[round(maximum * min(1, max(0, one + chance.gauss(0, 0.3)))) for maximum in maxima] for one in able]
    return pandas.DataFrame(marks), maxima


def test_coefficient_of_internal_consistency(pingouin, table):
    marks, maxima = table
    alpha, _interval = pingouin.cronbach_alpha(data=marks)
    assert figures_of(marks.to_numpy().tolist(), maxima).coefficient_of_internal_consistency == pytest.approx(
        100 * alpha, abs=EXACT
    )


def test_shape_of_the_distribution(table):
    marks, maxima = table
    totals, whole = marks.sum(axis=1), sum(maxima)
    found = figures_of(marks.to_numpy().tolist(), maxima)
    assert found.skewness == pytest.approx(totals.skew(), abs=EXACT)
    assert found.kurtosis == pytest.approx(totals.kurt(), abs=EXACT)
    assert found.mean == pytest.approx(100 * totals.mean() / whole, abs=EXACT)
    assert found.median == pytest.approx(100 * totals.median() / whole, abs=EXACT)
    assert found.standard_deviation == pytest.approx(100 * totals.std() / whole, abs=EXACT)


def test_discrimination_is_the_correlation_of_item_and_rest(pingouin, table):
    marks, maxima = table
    expected = [100 * pingouin.corr(marks[name], marks.drop(columns=name).sum(axis=1))["r"].iloc[0] for name in marks]
    assert of(figures_of(marks.to_numpy().tolist(), maxima), "discrimination_index") == pytest.approx(
        expected, abs=1e-6
    )


def test_the_interval_of_discrimination_is_that_of_fisher(pingouin, stats, table):
    marks, maxima = table
    found = figures_of(marks.to_numpy().tolist(), maxima)
    for name, question in zip(marks, found.questions, strict=True):
        rest = marks.drop(columns=name).sum(axis=1)
        theirs = stats.pearsonr(marks[name], rest).confidence_interval(0.95)
        assert tuple(question.discrimination_index_interval) == pytest.approx(
            (100 * theirs.low, 100 * theirs.high), abs=1e-6
        )
        rounded = pingouin.compute_esci(
            stat=question.discrimination_index / 100, nx=len(marks), ny=len(marks), eftype="r", decimals=6
        )
        assert tuple(question.discrimination_index_interval) == pytest.approx(
            [100 * edge for edge in rounded], abs=0.05
        )


@pytest.mark.parametrize(("right", "number"), [(0, 22), (1, 22), (11, 22), (22, 22), (3, 30), (29, 30), (50, 400)])
def test_the_interval_of_facility_is_that_of_wilson(stats, right, number):
    theirs = stats.binomtest(right, number).proportion_ci(0.95, method="wilson")
    assert tuple(intervals.of_share(right / number, number)) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    [question] = figures_of([[1.0]] * right + [[0.0]] * (number - right), [1]).questions
    assert tuple(question.facility_index_interval) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-7)


@pytest.mark.parametrize("seed", range(12))
def test_a_difference_is_sure_where_welch_says_so(pingouin, seed):
    chance = random.Random(seed)
    one = [chance.gauss(65, 18) for _person in range(chance.choice([3, 5, 9, 20]))]
    other = [chance.gauss(50, 12) for _person in range(chance.choice([3, 8, 17]))]
    theirs = pingouin.ttest(one, other, correction=True)
    low = theirs[next(name for name in theirs.columns if name.startswith("CI95"))].iloc[0][0]
    groups = [intervals.Group(len(some), moments.mean(some), moments.variance(some) ** 0.5) for some in (one, other)]
    assert intervals.surely_greater(*groups) is bool(low > 0)


@pytest.fixture(scope="module", params=[10, 25, 400])
def pairs(request):
    chance = random.Random(request.param)
    before = [chance.gauss(55, 14) for _person in range(request.param)]
    return before, [one + chance.gauss(9, 11) for one in before]


def test_gain_and_its_interval_are_those_of_a_paired_t_test(pingouin, stats, pairs):
    before, after = pairs
    found = gain(list(zip(before, after, strict=True)))
    expected = pingouin.ttest(after, before, paired=True, correction=False)
    row = stats.ttest_rel(after, before)
    interval = row.confidence_interval()
    assert found.mean_gain / found.standard_deviation_of_gain * len(before) ** 0.5 == pytest.approx(
        row.statistic, abs=1e-8
    )
    assert found.mean_gain_interval == pytest.approx((interval.low, interval.high), abs=1e-3)
    assert found.cohens_d_av == pytest.approx(float(expected.filter(like="cohen").iloc[0, 0]), abs=1e-6)


def test_effect_sizes(pingouin, pairs):
    before, after = pairs
    found = gain(list(zip(before, after, strict=True)))
    for name, kind in (("cohens_d_av", "cohen"), ("hedges_g_av", "hedges")):
        assert getattr(found, name) == pytest.approx(
            pingouin.compute_effsize(after, before, paired=True, eftype=kind), abs=EXACT
        )


def test_the_interval_of_d_z_is_that_of_large_samples(stats, pairs):
    before, after = pairs
    found = gain(list(zip(before, after, strict=True)))
    root, freedom = len(before) ** 0.5, len(before) - 1
    low, high = found.effect_size_interval
    near = 0.012 if len(before) < 20 else 0.005
    assert stats.nct.sf(found.effect_size * root, freedom, low * root) == pytest.approx(0.025, abs=near)
    assert stats.nct.cdf(found.effect_size * root, freedom, high * root) == pytest.approx(0.025, abs=near)


@pytest.mark.parametrize(("freedom", "near"), [(2, 0.05), (3, 0.01), (5, 1e-3), (9, 1e-4), (400, 1e-9)])
def test_the_edge_of_the_t_distribution(stats, freedom, near):
    assert intervals.edge_of_t(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=near)


def test_k_statistics(stats):
    values = [3.0, 1.5, 4.0, 9.25, 2.0, 2.0]
    k2, k3 = (stats.kstat(values, order) for order in (2, 3))
    assert moments.skewness(values) == pytest.approx(k3 / k2**1.5, abs=EXACT)
    assert moments.kurtosis(values) == pytest.approx(stats.kstat(values, 4) / k2**2, abs=EXACT)
