"""Which questions come back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assessments.refreshers.selection import NUMBER, EarlierAnswer, choose

T = datetime(2026, 11, 24, tzinfo=UTC)


def test_missed_ones_come_first_then_new_ones_then_those_of_long_ago():
    asked = {
        "a": EarlierAnswer(True, T),
        "b": EarlierAnswer(True, T - timedelta(days=9)),
        "c": EarlierAnswer(False, T - timedelta(days=9)),
        "d": EarlierAnswer(False, T),
    }
    chosen = choose(list("abcdxy"), asked, seed=1)
    assert chosen[:2] == ["d", "c"] and set(chosen[2:4]) == {"x", "y"} and chosen[4] == "b"


@given(st.sets(st.text("abcdefgh", min_size=1, max_size=3)), st.integers(0, 99))
def test_gives_each_at_most_once_and_the_same_for_the_same_seed(pool, seed):
    chosen = choose(pool, {}, seed=seed)
    assert len(chosen) == len(set(chosen)) == min(NUMBER, len(pool)) and set(chosen) <= pool
    assert choose(sorted(pool, reverse=True), {}, seed=seed) == chosen
