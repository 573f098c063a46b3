"""One marker, two who do not know of each other, and a third who decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.sitting.marking import APART, by_people
from assessments.quiz.sitting.marking_rounds import counting, hides_others, marks_for_learner, turn_of
from assessments.quiz.sitting.state import PersonsMark

A, B, C = 1, 2, 3


def entry(by, fraction, number=1, **more):
    return PersonsMark(fraction, number, by=by, at="2026-11-24T09:00:00+00:00", **more)


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("entries", "markers", "mark"),
        [
            ([], 1, None),
            ([entry(A, 0.5)], 1, 0.5),
            ([entry(A, 0.5), entry(B, 0.75)], 1, 0.75),
            ([entry(A, 0.5)], 2, None),
            ([entry(A, 0.5), entry(B, 0.75, 2)], 2, 0.625),
            ([entry(A, 0.5), entry(B, 0.8, 2)], 2, None),
            ([entry(A, 0.5), entry(B, 0.8, 2), entry(A, 0.8)], 2, 0.8),
            ([entry(A, 0.0), entry(B, 1.0, 2), entry(C, 0.6, 3)], 2, 0.6),
            ([entry(A, 0.5), entry(C, 0.9, 3)], 1, 0.9),
        ],
    )
    def test_is_the_mean_or_the_decision(self, entries, markers, mark):
        assert by_people(entries, markers=markers) == mark

    @given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
    def test_of_two_lies_between_them_or_waits(self, fractions):
        one, other = fractions
        found = by_people([entry(A, one), entry(B, other, 2)], markers=2)
        assert (
            found is None
            if abs(one - other) > APART + 1e-8
            else found is None or min(fractions) <= found <= max(fractions)
        )


class TestTurns:
    def test_of_one_marker_are_all_the_same_round_and_notice_each_other(self):
        assert turn_of([], A, markers=1).token == "first"
        after = turn_of([entry(A, 0.5)], B, markers=1)
        assert (after.number, after.given, after.own, after.token) == (1, 1, False, "1.1")

    def test_of_two_markers_are_free_of_each_other(self):
        assert turn_of([], B, markers=2).token == turn_of([entry(A, 0.5)], B, markers=2).token == "first"
        assert turn_of([entry(A, 0.5)], B, markers=2).number == 2
        assert turn_of([entry(A, 0.5)], A, markers=2).own

    def test_of_a_third_person_decide(self):
        both = [entry(A, 0.1), entry(B, 0.9, 2)]
        assert turn_of(both, C, markers=2).number == 3 and turn_of(both, C, markers=2).token == "3.0"
        assert [turn_of(both, who, markers=2).number for who in (A, B)] == [1, 2]
        assert turn_of([*both, entry(C, 0.5, 3)], A, markers=2).number == 3

    def test_hide_what_the_other_gave_until_one_has_marked(self):
        given = [entry(A, 0.5)]
        assert hides_others(turn_of(given, B, markers=2), markers=2)
        assert not hides_others(turn_of(given, A, markers=2), markers=2)
        assert not hides_others(turn_of(given, B, markers=1), markers=1)


def test_learners_are_told_what_counts_and_by_whom_not():
    rubric = [{"id": "means", "text": "Means", "levels": [{"id": "all", "text": "All", "points": 2.0}]}]
    entries = [entry(A, 0.0, comment="No."), entry(A, 1.0, comment="Yes.", rubric={"means": "all"}), entry(B, 0.9, 2)]

    assert marks_for_learner(entries, rubric, comments=True) == [
        {"comment": "Yes.", "levels": [{"criterion": "Means", "level": "All", "points": 2.0}]}
    ]
    assert marks_for_learner(entries, [], comments=False) == []
    assert [one.fraction for one in counting([*entries, entry(C, 0.4, 3)])] == [0.4]
