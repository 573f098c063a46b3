"""What counts, what is shown when, and which questions an attempt gets."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.activity import Quiz
from assessments.quiz.page import selection
from assessments.quiz.sitting import marking, question_draw
from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.rules import PHASES, WHAT
from lms.foundation.plugins import question
from lms.foundation.plugins.activity import Result

from .test_behaviours import NOW, Sitting

pytestmark = pytest.mark.once


class TestReview:
    def test_each_phase_shows_what_it_says_and_no_more(self):
        review = {"during": [], "just_after": ["answers"], "later": ["marks"], "after_close": [*WHAT]}
        sitting = Sitting(review=review, closes_at=(NOW + timedelta(hours=1)).isoformat()).does(
            q_one=["b"], submit=["1"]
        )
        just = sitting.shows(NOW + timedelta(seconds=119))
        assert "score" not in just and "Why" not in str(just) and "said" not in str(just)
        assert just["items"][0]["response"] == ["b"]
        later = sitting.shows(NOW + timedelta(seconds=120))
        assert later["score"] == 0 and "Why" not in str(later) and later["items"][0]["response"] is None
        after = sitting.shows(NOW + timedelta(hours=1))
        assert "Why one" in str(after) and "The right answer" in str(after)

    @given(closed=st.booleans(), minutes=st.integers(0, 300), closes=st.booleans())
    def test_every_moment_is_in_one_phase(self, closed, minutes, closes):
        form = Form.of([], 0.7, {"closes_at": (NOW + timedelta(hours=2)).isoformat()} if closes else {})
        moment = {"now": NOW + timedelta(minutes=minutes), "closed_at": NOW.isoformat()}
        phase = form.phase({}, closed=closed, exam_over=False, **moment)
        assert phase in PHASES and (phase == "during") == (not closed)

    @given(closed=st.booleans(), minutes=st.integers(0, 300), closes=st.booleans(), over=st.booleans())
    def test_an_exam_shows_more_than_points_only_when_it_is_over(self, closed, minutes, closes, over):
        closing = {"closes_at": (NOW + timedelta(hours=2)).isoformat()} if closes else {}
        form, now = Form.of([], 0.7, {"ticket": True, **closing}), NOW + timedelta(minutes=minutes)
        phase = form.phase({"ticket": 7}, closed=closed, closed_at=NOW.isoformat(), now=now, exam_over=over)
        ended = closed and over and not (closes and minutes < 120)
        assert (form.rules({"ticket": 7}).shown(phase) == {"marks"}) is not ended


class TestGrading:
    RESULTS = [Result(0.4, False), Result(0.9, True), Result(0.5, False)]

    @pytest.mark.parametrize(
        ("grading", "score", "passed"),
        [("best", 0.9, True), ("first", 0.4, False), ("last", 0.5, False), ("mean", 0.6, False)],
    )
    def test_the_grading_rule_chooses_the_attempt_that_counts(self, grading, score, passed):
        found = Quiz().combine({"rules": {"grading": grading}, "pass_mark": 0.7, "items": []}, self.RESULTS)
        assert (found.score, found.passed) == (pytest.approx(score), passed)

    @given(
        marks=st.lists(st.tuples(st.none() | st.floats(-2, 1), st.floats(0, 100)), max_size=8),
        pass_mark=st.floats(0, 1),
    )
    def test_a_score_is_a_share(self, marks, pass_mark):
        score, passed = marking.result(
            [mark for mark, _w in marks], pass_mark=pass_mark, weights=[weight for _m, weight in marks]
        )
        assert (score is None) == (passed is None) and (score is None or 0 <= score <= 1)

    def test_questions_with_more_marks_weigh_more_in_the_score(self):
        draws = [
            {"number": 0, "questions": ["one"], "mark": 3.0},
            {"number": 0, "questions": ["two", "three"], "mark": 0.5},
        ]
        sitting = Sitting(sections=[{"heading": "", "introduction": "", "draws": draws}]).does(
            q_one=["a"], submit=["1"]
        )
        assert sitting.outcome.score == pytest.approx(0.75)


pools = st.lists(
    st.builds(
        lambda number, names: {"number": number, "questions": sorted(names)},
        st.integers(1, 5),
        st.sets(st.sampled_from("abcdefgh"), max_size=8),
    ),
    max_size=5,
)


class TestDraws:
    @given(pools=pools, seed=st.integers(0, 1000))
    def test_no_question_twice_and_as_many_as_any_choice_gives(self, pools, seed):
        import random

        taken = question_draw.assign(pools, random.Random(seed))
        names = [name for one in taken for name in one]
        assert len(names) == len(set(names))
        assert all(
            set(one) <= set(pool["questions"]) and len(one) <= pool["number"]
            for pool, one in zip(pools, taken, strict=True)
        )
        assert len(names) == sum(len(one) for one in question_draw.assign(pools, random.Random(seed + 1)))

    def test_a_question_is_passed_on_to_the_draw_that_needs_it(self):
        assert question_draw.missing([{"number": 1, "questions": ["a", "b"]}, {"number": 1, "questions": ["a"]}]) == [
            0,
            0,
        ]
        assert question_draw.missing([{"number": 1, "questions": ["a"]}, {"number": 1, "questions": ["a"]}]) == [0, 1]


stratum = st.dictionaries(st.integers(0, 60).map(str), st.sampled_from(["easy", "medium", "hard"]), max_size=25)


class TestHalves:
    @given(strata_=st.lists(stratum, max_size=4))
    def test_every_question_is_in_one_half_always_the_same(self, strata_):
        found = selection.halves(strata_)
        assert found == selection.halves(strata_) and set(found) == {name for one in strata_ for name in one}

    @given(one=stratum)
    def test_the_halves_are_alike_in_number_and_difficulty(self, one):
        found = selection.halves([one])
        for group in [
            list(one),
            *([name for name in one if one[name] == level] for level in ("easy", "medium", "hard")),
        ]:
            sides = [found[name] for name in group]
            assert abs(sides.count("a") - sides.count("b")) <= 1


class TestWhatCounts:
    @pytest.mark.parametrize(
        ("mark", "verdict"),
        [
            (1.0, "right"),
            (1 / 3 + 1 / 3 + 0.33333, "right"),
            (0.99, "partly"),
            (0.01, "partly"),
            (0, "wrong"),
            (None, ""),
        ],
    )
    def test_an_answer_is_right_where_every_part_of_it_is(self, mark, verdict):
        assert question.verdict(mark) == verdict

    def test_a_wrong_answer_keeps_its_mark_after_a_corrected_key(self):
        sitting = Sitting().does(q_one=["a"], submit=["1"])
        item = sitting.fact("rescored", keys={"one": {"fractions": {"a": 0, "b": 1}}}).shows()["items"][0]
        assert (item["verdict"], item["mark"], item["kept"]) == ("wrong", 1.0, True)

    def test_with_certainty_the_result_says_what_each_answer_earned(self):
        sitting = Sitting(behaviour="certainty").does(
            q_one=["a"], q_two=["d", "e"], c_two=["2"], q_three=["u"], c_three=["3"], submit=["1"]
        )
        assert [item["earned"] for item in sitting.shows()["items"]] == [0.33, 0.67, -2]
