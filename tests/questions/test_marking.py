"""Marking choices: always a fraction of 0..1, and full marks only for who knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.questions.types.marking.choice import SCORINGS, NoChoice, all_or_nothing, chosen, difference, weights

OPTIONS = [*"abcdef"]
KEY = {"a": 0.5, "b": 0.5, "c": 0.0, "d": -0.5}

fractions = st.dictionaries(st.sampled_from(OPTIONS), st.floats(-1, 1, allow_nan=False), max_size=6)
responses = st.lists(st.sampled_from(OPTIONS), unique=True)


@pytest.mark.parametrize("scoring", SCORINGS)
@given(fractions=fractions, response=responses)
def test_every_mark_is_a_fraction_and_nothing_earns_nothing(scoring, fractions, response):
    mark = SCORINGS[scoring]
    assert 0 <= mark(fractions, response) <= 1
    assert mark(fractions, []) == 0


@pytest.mark.parametrize("scoring", ["all", "difference"])
@given(fractions=fractions)
def test_the_right_options_earn_full_marks_whatever_they_weigh(scoring, fractions):
    right = [option for option, fraction in fractions.items() if fraction > 0]
    assert SCORINGS[scoring](fractions, right) == (1.0 if right else 0.0)


def test_all_or_nothing_knows_no_part():
    assert all_or_nothing(KEY, ["a"]) == all_or_nothing(KEY, ["a", "b", "c"]) == 0.0


def test_a_wrong_option_takes_away_what_a_right_one_earns():
    assert difference(KEY, ["a"]) == 0.5
    assert difference(KEY, ["a", "b", "c"]) == 0.5
    assert difference(KEY, ["a", "c", "d"]) == 0.0


def test_weights_are_added_up_and_cut():
    assert weights(KEY, ["a", "d"]) == 0.0
    assert weights(KEY, ["a", "c"]) == 0.5
    assert weights({"a": 0.33333, "b": 0.33333, "c": 0.33333}, ["a", "b", "c"]) == 1.0
    assert weights({"a": 1.0, "b": 1.0}, ["a", "b"]) == 1.0


def test_chosen_options_come_in_the_order_shown():
    assert chosen(["c", "", "a"], order=OPTIONS, several=True) == ["a", "c"]
    for data in (None, "a", ["x"], [1], {"a": 1}):
        with pytest.raises(NoChoice):
            chosen(data, order=OPTIONS, several=True)
    with pytest.raises(NoChoice):
        chosen(["a", "b"], order=OPTIONS, several=False)
