"""The statistics of a quiz on an example that is worked by hand, and the laws that hold for all.

Five attempts at three questions of 1, 2 and 1 marks. Totals T: 4, 2, 1, 2, 1; mean 2; differences from it 2, 0, -1, 0,
-1.
"""

from math import sqrt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from assessments.quiz.statistics.measures.figures import UNITS, quiz_figures
from assessments.quiz.statistics.measures.sheet import Mark, Sheet

pytestmark = pytest.mark.once

MAXIMA = (1, 2, 1)
MARKS = [(1, 2, 1), (1, 1, 0), (0, 1, 0), (1, 0, 1), (0, 0, 1)]
EXACT = 1e-9


def sheet_of(marks, maxima) -> Sheet:
    sheet = Sheet()
    for index, maximum in enumerate(maxima):
        sheet.place(str(index), maximum)
    for row in marks:
        sheet.add(
            Mark(str(index), str(index), mark, maxima[index]) for index, mark in enumerate(row) if mark is not None
        )
    return sheet


def figures_of(marks, maxima=MAXIMA):
    return quiz_figures(sheet_of(marks, maxima))


def of(figures, name: str) -> list:
    return [getattr(question, name) for question in figures.questions]


class TestTheQuiz:
    def test_mean_spread_shape_and_consistency_are_as_worked_by_hand(self):
        found = figures_of(MARKS)
        # V(T) = (4 + 0 + 1 + 0 + 1) / 4 = 1.5
        expected = [100 * 2 / 4, 100 * 2 / 4, 100 * sqrt(1.5) / 4]
        assert [found.mean, found.median, found.standard_deviation] == pytest.approx(expected, abs=EXACT)
        assert found.number_of_attempts == 5 and found.maximum_mark == 4

        # m2 = 6/5, m3 = (8 - 1 - 1)/5 = 6/5, m4 = (16 + 1 + 1)/5 = 18/5; k2 = 5/4 · 6/5 = 1.5, k3 = 25 · 1.2 / (4 · 3)
        # = 2.5, k4 = 25 (6 · 3.6 - 3 · 4 · 1.44) / (4 · 3 · 2) = 4.5
        assert found.skewness == pytest.approx(2.5 / 1.5**1.5, abs=EXACT)
        assert found.kurtosis == pytest.approx(4.5 / 1.5**2, abs=EXACT) == 2

        # V(x): 0.3, 0.7, 0.3; 100 · 3/2 · (1 - 1.3/1.5) = 20; 100 √(1 - 0.2); and that of the standard deviation: √(0.8
        # · 1.5) / 4
        assert found.coefficient_of_internal_consistency == pytest.approx(20, abs=EXACT)
        assert found.error_ratio == pytest.approx(100 * sqrt(0.8), abs=EXACT)
        assert found.standard_error == pytest.approx(100 * sqrt(1.2) / 4, abs=EXACT)

        assert figures_of(MARKS[:4]).median == pytest.approx(100 * 2 / 4)
        assert figures_of([MARKS[0], MARKS[1]]).median == pytest.approx(100 * 3 / 4)


class TestTheQuestions:
    def test_facility_weights_discrimination_and_efficiency_are_as_worked_by_hand(self):
        found = figures_of(MARKS)
        assert of(found, "facility_index") == pytest.approx([60, 40, 60], abs=EXACT)
        assert of(found, "standard_deviation") == pytest.approx(
            [100 * sqrt(0.3), 100 * sqrt(0.7) / 2, 100 * sqrt(0.3)], abs=EXACT
        )
        assert of(found, "intended_weight") == pytest.approx([25, 50, 25], abs=EXACT)

        whole = sqrt(0.5) + sqrt(0.75) + sqrt(0.25)
        expected = [100 * sqrt(one) / whole for one in (0.5, 0.75, 0.25)]
        assert of(figures_of(MARKS), "effective_weight") == pytest.approx(expected, abs=EXACT)

        expected = [20 / sqrt(0.3 * 0.8), 5 / sqrt(0.7 * 0.7), -5 / sqrt(0.3 * 1.3)]
        assert of(figures_of(MARKS), "discrimination_index") == pytest.approx(expected, abs=EXACT)

        expected = [100 * 0.2 / 0.2, 100 * 0.05 / 0.55, 100 * -0.05 / 0.45]
        assert of(figures_of(MARKS), "discriminative_efficiency") == pytest.approx(expected, abs=EXACT)

    def test_a_question_that_works_against_the_rest_has_no_effective_weight_and_takes_none(self):
        # x2 = 0, 0, 1; x1 = x3 = 1, 1, 0: T = 2, 2, 1; C(x1, T) = C(x3, T) = 1/3, C(x2, T) = -1/3
        found = figures_of([(1, 0, 1), (1, 0, 1), (0, 1, 0)], (1, 1, 1))
        assert of(found, "effective_weight") == [pytest.approx(50), None, pytest.approx(50)]
        assert of(found, "discrimination_index")[1] == pytest.approx(-100)


class TestWhatIsNotDefined:
    def test_of_no_attempt(self):
        found = figures_of([])
        assert (found.mean, found.median, found.skewness, found.standard_error) == (None,) * 4
        assert of(found, "facility_index") == [None, None, None] and of(found, "intended_weight") == [25, 50, 25]

    @pytest.mark.parametrize(
        ("attempts", "deviation", "skewness", "kurtosis"), [(1, 0, 0, 0), (2, 1, 0, 0), (3, 1, 1, 0), (4, 1, 1, 1)]
    )
    def test_each_needs_so_many_attempts(self, attempts, deviation, skewness, kurtosis):
        found = figures_of(MARKS[:attempts])
        defined = [one is not None for one in (found.standard_deviation, found.skewness, found.kurtosis)]
        assert defined == [bool(one) for one in (deviation, skewness, kurtosis)]

    def test_where_all_earned_the_same(self):
        found = figures_of([(0.1, 0.2, 0.7)] * 7)
        assert (found.standard_deviation, found.skewness, found.kurtosis) == (0, None, None)
        assert (found.coefficient_of_internal_consistency, found.error_ratio, found.standard_error) == (None,) * 3
        assert (
            of(found, "effective_weight")
            == of(found, "discrimination_index")
            == of(found, "discriminative_efficiency")
            == [None] * 3
        )

    def test_one_question_in_which_all_earned_the_same_leaves_the_others_as_they_are(self):
        found = figures_of([(*row, 0.3) for row in MARKS], (*MAXIMA, 1))
        constant, before = found.questions[3], figures_of(MARKS)
        assert (constant.discrimination_index, constant.discriminative_efficiency, constant.effective_weight) == (
            None,
            None,
            0,
        )
        assert constant.facility_index == pytest.approx(30) and constant.standard_deviation == 0
        assert of(found, "discrimination_index")[:3] == pytest.approx(of(before, "discrimination_index"))
        assert of(found, "effective_weight")[:3] == pytest.approx(of(before, "effective_weight"))

    def test_of_one_attempt_questions_have_means_and_nothing_else(self):
        found = figures_of(MARKS[:1])
        assert of(found, "facility_index") == [100, 100, 100]
        for name in ("standard_deviation", "effective_weight", "discrimination_index", "discriminative_efficiency"):
            assert of(found, name) == [None] * 3
        assert (found.coefficient_of_internal_consistency, found.error_ratio, found.standard_error) == (None,) * 3

    def test_of_two_attempts_and_of_three_questions_have_all_that_varies(self):
        # Of MARKS[:2] x1 and its rest: (1 1)(3 1): no spread in x1; x2: (2 1)(2 1); x3: (1 0)(3 2)
        assert of(figures_of(MARKS[:2]), "discrimination_index") == [None, pytest.approx(100), pytest.approx(100)]
        # x1 (1 1 0) with (3 1 1): C = 1/3, V = 1/3, 4/3; x2 (2 1 1) with (2 1 0): C = 1/2, V = 1/3, 1; x3 (1 0 0) with
        # (3 2 1): 1/2, 1/3, 1
        expected = [100 / 2, 100 * sqrt(3) / 2, 100 * sqrt(3) / 2]
        assert of(figures_of(MARKS[:3]), "discrimination_index") == pytest.approx(expected)

    def test_a_single_question_has_nothing_to_be_consistent_with(self):
        found = figures_of([(0,), (1,), (1,)], (1,))
        assert found.coefficient_of_internal_consistency is None
        assert of(found, "discrimination_index") == [None] and of(found, "effective_weight") == [pytest.approx(100)]

    def test_a_question_without_marks(self):
        found = figures_of([(1, 0), (0, 0)], (1, 0))
        assert of(found, "facility_index") == [50, None] and of(found, "intended_weight") == [100, 0]


class TestDraws:
    """Two questions take turns in the second place."""

    def drawn(self):
        sheet = Sheet()
        for first, question, second in [(1, "a", 1), (0, "a", 0), (1, "b", 0), (1, "b", 1), (0, "b", 1)]:
            sheet.add(
                [Mark("fixed", "fixed", first, 1), Mark("drawn", question, second, 1, {f"{question}{second}": second})]
            )
        return quiz_figures(sheet, guesses={"a": 0.25})

    def test_the_place_counts_for_the_quiz_and_each_question_for_itself(self):
        found = self.drawn()
        by_name = {one.question: one for one in found.questions}
        assert set(by_name) == {"fixed", "a", "b"}
        assert [by_name[name].number_of_attempts for name in ("a", "b")] == [2, 3]
        assert by_name["a"].facility_index == pytest.approx(50)
        assert by_name["b"].facility_index == pytest.approx(200 / 3)
        assert by_name["a"].discrimination_index == pytest.approx(100)
        assert by_name["a"].random_guess_score == 25 and by_name["b"].random_guess_score is None
        # Of the question that was drawn there is no weight in the whole; of its place there is.
        assert by_name["a"].effective_weight is None and by_name["fixed"].effective_weight is not None
        assert [(place.question, place.number_of_attempts, place.facility_index) for place in found.places] == [
            ("drawn", 5, pytest.approx(60))
        ]
        assert found.coefficient_of_internal_consistency is not None

    def test_who_chose_an_option_and_what_they_earned_elsewhere(self):
        options = {one.option: one for question in self.drawn().questions for one in question.options}
        assert (options["b1"].number, options["b1"].share, options["b1"].rest) == (2, pytest.approx(200 / 3), 50)
        assert (options["b0"].number, options["b0"].rest) == (1, 100)


class TestAttemptsThatDiffer:
    def test_a_question_that_was_not_shown_counts_for_nobody(self):
        found = figures_of([(1, 2, 1), (1, None, 0), (0, 1, None)])
        assert [one.number_of_attempts for one in found.questions] == [3, 2, 2]
        # 4 of 4, 1 of 2, 1 of 3
        assert found.mean == pytest.approx(100 * (1 + 1 / 2 + 1 / 3) / 3)
        assert found.coefficient_of_internal_consistency is None


def test_every_figure_says_its_unit():
    found = figures_of(MARKS).as_json()
    counted = {"number_of_attempts", "question", "questions", "places", "options", "units"}
    assert {*found, *found["questions"][0]} - counted == set(UNITS)


marks = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 4).map(float), min_size=width, max_size=width), min_size=2, max_size=30
    )
)


@given(rows=marks)
def test_figures_keep_within_their_bounds(rows):
    found = figures_of(rows, (4,) * len(rows[0]))
    near = 1e-6
    assert -near <= found.mean <= 100 + near and -near <= found.median <= 100 + near
    for question in found.questions:
        assert question.discrimination_index is None or abs(question.discrimination_index) <= 100 + near
        assert question.discriminative_efficiency is None or question.discriminative_efficiency <= 100 + near
    if found.coefficient_of_internal_consistency is not None:
        assert found.coefficient_of_internal_consistency <= 100 + near and found.error_ratio >= 0
    weights = [one for one in of(found, "effective_weight") if one is not None]
    assert not weights or sum(weights) == pytest.approx(100)


@given(rows=marks, added=st.integers(1, 3))
@example(
    rows=[[0.0, 0, 0], [0, 0, 1], [0, 4, 4], [0, 4, 4], [1, 1, 4], [3, 0, 1]], added=2
)  # the first works neither with nor against the rest
def test_what_all_get_alike_changes_neither_consistency_nor_discrimination(rows, added):
    before = figures_of(rows, (10,) * len(rows[0]))
    after = figures_of([[row[0] + added, *row[1:]] for row in rows], (10,) * len(rows[0]))
    for name in ("coefficient_of_internal_consistency", "standard_deviation", "skewness", "kurtosis"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), abs=1e-6) or getattr(before, name) is None
    # The root of what rounding leaves: where the consistency is 100 but for the last digit, the error ratio is 0 but
    # for the sixth.
    assert after.error_ratio == pytest.approx(before.error_ratio, abs=1e-5) or before.error_ratio is None
    for name in ("discrimination_index", "discriminative_efficiency", "effective_weight"):
        assert of(after, name) == [None if one is None else pytest.approx(one, abs=1e-6) for one in of(before, name)]


@given(rows=marks, factor=st.sampled_from([0.1, 0.5, 3, 7]))
def test_the_scale_of_marks_does_not_matter(rows, factor):
    before = figures_of(rows, (4,) * len(rows[0]))
    after = figures_of([[mark * factor for mark in row] for row in rows], (4 * factor,) * len(rows[0]))
    for name in (
        "mean",
        "median",
        "standard_deviation",
        "skewness",
        "kurtosis",
        "coefficient_of_internal_consistency",
        "standard_error",
    ):
        expected = getattr(before, name)
        assert getattr(after, name) == (None if expected is None else pytest.approx(expected, abs=1e-6))


@given(rows=marks, order=st.randoms())
def test_the_order_of_attempts_does_not_matter(rows, order):
    assume(len(rows) > 2)
    turned = rows[:]
    order.shuffle(turned)
    assert figures_of(turned, (4,) * len(rows[0])).as_json() == figures_of(rows, (4,) * len(rows[0])).as_json()
