"""The same figures as packages that others wrote: pingouin, and scipy and pandas beneath it, where they compute the same."""

import random

import pytest

from assessments.quiz.statistics import moments, student
from assessments.quiz.statistics.gain import gain

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
    """Marks of so many attempts, of questions with 1, 2 and 5 marks, that hang together through how able each learner is."""
    import pandas

    chance = random.Random(request.param)
    maxima = [1, 2, 5, 1, 1, 2]
    able = [chance.gauss(0.5, 0.25) for _attempt in range(request.param)]
    marks = [[round(maximum * min(1, max(0, one + chance.gauss(0, 0.3)))) for maximum in maxima] for one in able]
    return pandas.DataFrame(marks), maxima


def test_coefficient_of_internal_consistency(pingouin, table):
    marks, maxima = table
    alpha, _interval = pingouin.cronbach_alpha(data=marks)
    assert figures_of(marks.to_numpy().tolist(), maxima).coefficient_of_internal_consistency == pytest.approx(100 * alpha, abs=EXACT)


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
    assert of(figures_of(marks.to_numpy().tolist(), maxima), "discrimination_index") == pytest.approx(expected, abs=1e-6)


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
    assert found.mean_gain / found.standard_deviation_of_gain * len(before) ** 0.5 == pytest.approx(row.statistic, abs=1e-8)
    assert found.mean_gain_interval == pytest.approx((interval.low, interval.high), abs=1e-8)
    assert found.cohens_d_av == pytest.approx(float(expected.filter(like="cohen").iloc[0, 0]), abs=1e-6)


def test_effect_sizes(pingouin, pairs):
    before, after = pairs
    found = gain(list(zip(before, after, strict=True)))
    for name, kind in (("cohens_d_av", "cohen"), ("hedges_g_av", "hedges")):
        assert getattr(found, name) == pytest.approx(pingouin.compute_effsize(after, before, paired=True, eftype=kind), abs=EXACT)


def test_the_interval_of_d_z_is_exact(stats, pairs):
    before, after = pairs
    found = gain(list(zip(before, after, strict=True)))
    root, freedom = len(before) ** 0.5, len(before) - 1
    low, high = found.effect_size_interval
    assert stats.nct.sf(found.effect_size * root, freedom, low * root) == pytest.approx(0.025, abs=1e-8)
    assert stats.nct.cdf(found.effect_size * root, freedom, high * root) == pytest.approx(0.025, abs=1e-8)


@pytest.mark.parametrize("freedom", [9, 30, 1000, 20_000])
@pytest.mark.parametrize("shift", [-2.0, 0.0, 0.7, 5.0])
def test_the_t_distribution(stats, freedom, shift):
    for t in (-3.0, 0.0, 1.3, 6.0):
        expected = stats.nct.cdf(t, freedom, shift) if shift else stats.t.cdf(t, freedom)
        assert student.noncentral_cdf(t, freedom=freedom, shift=shift) == pytest.approx(expected, abs=1e-8)
    assert student.quantile(0.975, freedom=freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=1e-7)


def test_k_statistics(stats):
    values = [3.0, 1.5, 4.0, 9.25, 2.0, 2.0]
    k2, k3 = (stats.kstat(values, order) for order in (2, 3))
    assert moments.skewness(values) == pytest.approx(k3 / k2**1.5, abs=EXACT)
    assert moments.kurtosis(values) == pytest.approx(stats.kstat(values, 4) / k2**2, abs=EXACT)
