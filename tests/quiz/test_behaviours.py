"""How a quiz is answered, marked and explained under each of its settings: laws of pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.activity import Quiz
from assessments.quiz.sitting import marking
from assessments.quiz.sitting.rules import Rules
from lms.foundation.plugins.activity import InvalidAnswer

from .test_activity import QUESTIONS

pytestmark = pytest.mark.once

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FEEDBACK = {
    name: {**question, "feedback": f"Why {name}", "hints": [f"Hint {name}"]} for name, question in QUESTIONS.items()
}
RIGHT = {"q:one": ["a"], "q:two": ["d", "e"], "q:three": ["t"]}


def definition(**settings):
    sections = settings.pop(
        "sections",
        [{"heading": "", "introduction": "", "draws": [{"number": 0, "questions": list(QUESTIONS), "mark": 1.0}]}],
    )
    return {
        "introduction": "",
        "pass_mark": 0.7,
        "attempts": 2,
        "shuffle": False,
        "sections": sections,
        "questions": FEEDBACK,
    } | settings


class Sitting:
    """An attempt at a quiz with these settings, folded step by step."""

    def __init__(self, terms=None, **settings):
        self.quiz, self.definition = Quiz(), definition(**settings)
        self.form, self.state = self.quiz.begin(self.definition, seed=1, terms=terms or {})
        self.outcome, self.now = None, NOW

    def does(self, **data):
        step = self.quiz.answer(
            self.form, self.state, {name.replace("_", ":"): value for name, value in data.items()}, now=self.now
        )
        self.state, self.outcome = step.state, step.outcome
        return self

    def fact(self, verb, **data):
        step = self.quiz.fold(self.form, self.state, verb, {"by": 7, **data}, now=self.now)
        self.state, self.outcome = step.state, step.outcome
        return self

    def shows(self, now=None):
        return self.quiz.context(
            self.definition, self.form, self.state, closed="marks" in self.state, now=now or self.now
        )


class TestImmediate:
    def sitting(self, **settings):
        return Sitting(behaviour="immediate", tries=3, penalty=0.25, **settings)

    def test_a_wrong_try_costs_and_gives_a_hint_the_right_one_stands(self):
        sitting = self.sitting().does(q_one=["b"], check=["one"])
        item = sitting.shows()["items"][0]
        assert item["check"] == {"verdict": "wrong", "done": False, "left": 2, "hints": ["Hint one"], "spared": ""}
        assert "feedback" not in item and "said" not in str(item)
        item = sitting.does(q_one=["a"], check=["one"]).shows()["items"][0]
        assert item["check"]["verdict"] == "right" and item["feedback"] == "Why one" and item["closed"]
        sitting.does(q_one=["b"])
        assert sitting.state["responses"]["one"] == ["a"]
        assert sitting.does(submit=["1"]).state["marks"] == {"one": 0.75, "two": 0.0, "three": 0.0}

    def test_the_result_counts_as_right_what_it_shows_as_right_and_says_what_the_tries_cost(self):
        sitting = self.sitting().does(q_one=["b"], check=["one"]).does(q_one=["a"], check=["one"])
        result = sitting.does(q_two=["d"], q_three=["t"], submit=["1"]).shows()
        assert (result["right"], result["partly"], result["scored"]) == (2, 0, 3)
        assert [item["verdict"] for item in result["items"]] == ["right", "wrong", "right"]
        assert [(item["earned"], item["wrong_tries"]) for item in result["items"]] == [(0.75, 1), (None, 0), (None, 0)]

    def test_what_is_right_in_part_is_counted_apart(self):
        parts = {**FEEDBACK["two"], "key": {**FEEDBACK["two"]["key"], "scoring": "difference"}}
        sitting = Sitting(questions={**FEEDBACK, "two": parts}).does(
            q_one=["a"], q_two=["d"], q_three=["t"], submit=["1"]
        )
        result = sitting.shows()
        assert (result["right"], result["partly"], result["items"][1]["verdict"], result["items"][1]["earned"]) == (
            2,
            1,
            "partly",
            0.5,
        )

    def test_no_try_left_reveals_what_is_right(self):
        sitting = self.sitting()
        for option in "bcb":
            sitting.does(q_one=[option], check=["one"])
        item = sitting.shows()["items"][0]
        assert item["closed"] and item["check"]["left"] == 0 and "The right answer" in str(item)
        assert sitting.does(submit=["1"]).state["marks"]["one"] == 0

    def test_nothing_of_other_questions_is_shown_with_it_and_elsewhere_nothing_is_checked(self):
        shown = str(self.sitting().does(q_one=["a"], check=["one"]).shows()["items"][1:])
        assert "Why" not in shown and "Hint" not in shown and "fraction" not in shown

        with pytest.raises(InvalidAnswer):
            Sitting().does(q_one=["a"], check=["one"])

    @pytest.mark.parametrize("data", [{"check": ["none"]}, {"check": []}, {"check": "one"}, {"check": ["one", "two"]}])
    def test_what_cannot_be_checked_is_refused(self, data):
        with pytest.raises(InvalidAnswer):
            self.sitting().does(**data)

    @given(wrong=st.integers(0, 9), penalty=st.floats(0, 1), mark=st.floats(0, 1))
    def test_more_wrong_tries_never_earn_more(self, wrong, penalty, mark):
        left = marking.after_tries(mark, wrong, penalty=penalty)
        assert 0 <= marking.after_tries(mark, wrong + 1, penalty=penalty) <= left <= mark


class TestCertainty:
    @pytest.mark.parametrize(("sure", "right", "wrong"), [(1, 1 / 3, 0), (2, 2 / 3, -2 / 3), (3, 1, -2)])
    def test_the_published_table(self, sure, right, wrong):
        assert (marking.mark_with_certainty(1, sure), marking.mark_with_certainty(0, sure)) == (
            pytest.approx(right),
            pytest.approx(wrong),
        )

    def test_being_sure_pays_and_costs(self):
        sure = {"c_one": ["3"], "c_two": ["3"], "c_three": ["3"]}
        fields = {name.replace(":", "_"): value for name, value in RIGHT.items()}
        assert Sitting(behaviour="certainty").does(**fields, **sure, submit=["1"]).outcome.score == 1
        assert Sitting(behaviour="certainty").does(**fields, submit=["1"]).outcome.score == pytest.approx(1 / 3)
        assert (
            Sitting(behaviour="certainty").does(**{**fields, "q_one": ["b"]}, **sure, submit=["1"]).outcome.score == 0
        )

    @pytest.mark.parametrize("value", [["4"], ["0"], ["1", "2"], "1", [1], []])
    def test_other_certainties_are_refused(self, value):
        with pytest.raises(InvalidAnswer):
            Sitting(behaviour="certainty").does(c_one=value)


class TestPages:
    def test_in_order_only_the_question_whose_turn_it_is_is_sent_and_taken(self):
        sitting = Sitting(navigation="sequential")
        assert [item["id"] for item in sitting.shows()["items"]] == ["one"]
        with pytest.raises(InvalidAnswer):
            sitting.does(q_two=["d"])
        for page in (["1"], ["3"], ["0"], ["x"], "2"):
            with pytest.raises(InvalidAnswer):
                sitting.does(go=page)
        sitting.does(q_one=["a"], go=["2"])
        with pytest.raises(InvalidAnswer):
            sitting.does(q_one=["b"])
        assert [item["id"] for item in sitting.shows()["items"]] == ["two"]
        assert sitting.state["responses"] == {"one": ["a"]}

    def test_in_any_order_one_turns_pages_and_stays_where_one_was(self):
        sitting = Sitting(per_page=2).does(go=["2"])
        assert [item["id"] for item in sitting.shows()["items"]] == ["three"]
        sitting.does(q_one=["a"], go=["1"])
        assert [item["id"] for item in sitting.shows()["items"]] == ["one", "two"]

    @given(
        size=st.integers(0, 5),
        names=st.lists(st.text(max_size=2), unique=True, max_size=8),
        order=st.sampled_from(["free", "sequential"]),
    )
    def test_each_question_stands_on_one_page(self, size, names, order):
        pages = Rules(per_page=size, navigation=order).pages(names)
        assert [name for page in pages for name in page] == names


class TestTime:
    def test_ends_with_its_minutes_or_when_the_quiz_closes_whichever_is_first(self):
        closes = NOW + timedelta(minutes=20)
        deadline = lambda sitting: sitting.quiz.deadline(sitting.form, sitting.state, begun_at=NOW)  # noqa: E731
        assert deadline(Sitting()) is None
        assert deadline(Sitting(minutes=30)) == NOW + timedelta(minutes=30)
        assert deadline(Sitting(minutes=30, closes_at=closes.isoformat())) == closes
        assert deadline(Sitting(minutes=30, terms={"minutes": 45})) == NOW + timedelta(minutes=45)
        assert deadline(
            Sitting(minutes=30).fact("adjusted", terms={"minutes": 50}, reason="Power cut")
        ) == NOW + timedelta(minutes=50)

    def test_what_is_saved_is_submitted_when_the_time_is_up(self):
        sitting = Sitting(minutes=30).does(q_one=["a"]).fact("terminated")
        assert sitting.outcome.closed and sitting.outcome.score == pytest.approx(1 / 3)

    @pytest.mark.parametrize(
        "terms",
        [
            {},
            {"pass_mark": 0},
            {"closes_at": "2026-11-24T10:00"},
            {"minutes": -1},
            {"minutes": "9"},
            None,
            {"closes_at": 7},
        ],
    )
    def test_other_terms_are_refused(self, terms):
        with pytest.raises(InvalidAnswer):
            Sitting(minutes=30).fact("adjusted", terms=terms)


class TestFacts:
    def closed(self):
        return Sitting().does(q_one=["b"], q_two=["d", "e"], submit=["1"])

    def test_a_corrected_key_never_lowers_unless_somebody_says_so(self):
        keys = {
            "one": {"fractions": {"a": 0.0, "b": 1.0, "c": 0.0}},
            "two": {"fractions": {"d": 1.0, "e": 0.0, "f": 0.0}, "scoring": "all"},
        }
        kept = self.closed().fact("rescored", keys=keys, reason="Wrong key", lower=False)
        assert kept.state["marks"] == {"one": 1.0, "two": 1.0, "three": 0.0} and not kept.outcome.lowers
        assert kept.fact("rescored", keys={}, reason="Nothing").state["marks"]["two"] == 1.0
        lowered = self.closed().fact("rescored", keys=keys, reason="Wrong key", lower=True)
        assert lowered.state["marks"] == {"one": 1.0, "two": 0.0, "three": 0.0} and lowered.outcome.lowers

    def test_an_answer_is_contested_once_until_somebody_answers(self):
        sitting = self.closed().fact("contested", question="one", text="B is right in our law.")
        with pytest.raises(InvalidAnswer):
            sitting.fact("contested", question="one", text="Please.")
        entries = sitting.fact("responded", question="one", text="No: article 3.").shows()["items"][0]["contests"]
        assert [(entry["what"], entry["by"]) for entry in entries] == [("contested", 7), ("responded", 7)]
        sitting.fact("contested", question="one", text="And article 4?")

    @given(
        verb=st.sampled_from(["scored", "rescored", "contested", "responded", "adjusted", "praised"]),
        data=st.dictionaries(
            st.sampled_from(["marks", "keys", "question", "text", "terms", "lower", "reason"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(["one", "two"]),
                lambda inner: (
                    st.lists(inner, max_size=2)
                    | st.dictionaries(st.sampled_from(["one", "fraction", "minutes", "a"]), inner, max_size=2)
                ),
            ),
            max_size=4,
        ),
        done=st.booleans(),
    )
    def test_whatever_is_recorded_is_folded_or_refused(self, verb, data, done):
        sitting = self.closed() if done else Sitting().does(q_one=["b"])
        try:
            sitting.fact(verb, **data)
        except InvalidAnswer as error:
            assert str(error)
        else:
            assert sitting.outcome.score is None or 0 <= sitting.outcome.score <= 1
