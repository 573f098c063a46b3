"""What levels come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.observation.rules import fits, judge_levels, worth_of

WORTH = {"a": {"no": 0.0, "yes": 2.0}, "b": {"no": 0.0, "half": 0.5, "yes": 1.0}}


@pytest.mark.parametrize(
    ("levels", "score", "passed"),
    [
        ({"a": "yes", "b": "yes"}, 1.0, True),
        ({"a": "yes", "b": "no"}, 2 / 3, True),
        ({"a": "no", "b": "yes"}, 1 / 3, False),
        ({"a": "no", "b": "half"}, 0.5 / 3, False),
    ],
)
def test_points_and_what_passes(levels, score, passed):
    verdict = judge_levels(WORTH, [], 60, levels)
    assert verdict.score == pytest.approx(score)
    assert verdict.passed is passed


def test_whoever_misses_what_must_be_reached_does_not_pass():
    assert not judge_levels(WORTH, ["b"], 60, {"a": "yes", "b": "no"}).passed
    assert judge_levels(WORTH, ["b"], 60, {"a": "yes", "b": "half"}).passed


def test_exactly_enough_is_enough():
    worth = worth_of(
        [{"id": str(n), "levels": [{"id": "n", "points": 0}, {"id": "y", "points": 0.1}]} for n in range(10)]
    )
    assert judge_levels(worth, [], 70, {str(n): "y" if n < 7 else "n" for n in range(10)}).passed


@pytest.mark.parametrize("levels", [{}, {"a": "yes"}, {"a": "yes", "b": "other"}, {"a": "yes", "b": "no", "c": "no"}])
def test_what_does_not_fit(levels):
    assert not fits(WORTH, levels)


@given(st.data())
def test_more_points_never_make_it_worse(data):
    worth = data.draw(
        st.dictionaries(
            st.text(max_size=3), st.dictionaries(st.text(max_size=3), st.floats(0, 1000), min_size=1), min_size=1
        )
    )
    levels = {one: data.draw(st.sampled_from(sorted(known))) for one, known in worth.items()}
    better = {one: max(known, key=lambda level: known[level]) for one, known in worth.items()}
    low, high = (judge_levels(worth, [], 50, chosen) for chosen in (levels, better))
    assert 0 <= low.score <= high.score <= 1
    assert high.passed or not low.passed
