"""The quiz and the lesson as pure functions: whatever arrives is an answer or is refused,
and scores stay within 0 and 1.
"""

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.activity import Quiz
from courses.lessons.activity import Lesson
from lms.foundation.plugins.activity import InvalidAnswer, Step
from lms.foundation.plugins.question import questions

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def question(kind: str, options: str, key: str) -> dict:
    texts = [{"id": name, "text": name, "fraction": float(name in key), "feedback": ""} for name in options]
    parts = questions.get(kind).split({"options": texts, "scoring": "all"})
    common = {"kind": kind, "language": "", "stem": "?", "feedback": "", "hints": []}
    return {**common, "shown": parts.shown, "key": parts.key, "reveal": parts.reveal}


QUESTIONS = {
    "one": question("single", "abc", "a"),
    "two": question("multiple", "def", "de"),
    "three": question("truefalse", "tu", "t"),
}
DEFINITION = {
    "introduction": "",
    "pass_mark": 0.7,
    "attempts": 2,
    "shuffle": True,
    "sections": [
        {"heading": "", "introduction": "", "draws": [{"number": 0, "questions": list(QUESTIONS), "mark": 1.0}]}
    ],
    "questions": QUESTIONS,
}
LESSON = {"checks": {"c": {"stem": "?", "options": [{"id": "a"}, {"id": "b"}], "key": ["a"]}}}

words = st.sampled_from([*"abcdeftu", "", "one", "two", "three", "c", "1", "x"])
fields = st.sampled_from(["q:one", "q:two", "q:three"])
names = (
    st.text(max_size=8)
    | fields
    | st.sampled_from(["q:", "q:one:", "q:two:part", "flag", "unflag", "submit", "done", "check", "choice"])
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(("kind", "definition"), [(Quiz(), DEFINITION), (Lesson(), LESSON)])
@given(data=st.dictionaries(names, values | st.lists(words, max_size=4), max_size=6), seed=st.integers(0, 2**31))
def test_any_json_is_a_step_or_is_refused(kind, definition, data, seed):
    form, state = kind.begin(definition, seed=seed, terms={})
    try:
        step = kind.answer(form, state, data, now=NOW)
    except InvalidAnswer as error:
        assert str(error)
    else:
        assert isinstance(step, Step)
        assert step.outcome.score is None or 0 <= step.outcome.score <= 1
        assert "submit" not in data or kind.slug != "quiz" or step.outcome.closed


@pytest.mark.parametrize(("kind", "definition"), [(Quiz(), DEFINITION), (Lesson(), LESSON)])
@given(pairs=st.lists(st.tuples(names, words), max_size=8))
def test_any_form_is_a_step_or_is_refused(kind, definition, pairs):
    sent = QueryDict(mutable=True)
    for name, value in pairs:
        sent.appendlist(name, value)
    form, state = kind.begin(definition, seed=1, terms={})
    try:
        assert isinstance(kind.answer(form, state, dict(sent.lists()), now=NOW), Step)
    except InvalidAnswer as error:
        assert str(error)


@given(answers=st.lists(st.dictionaries(fields, st.lists(words, max_size=3), max_size=3), max_size=5))
def test_the_same_answers_give_the_same_state_and_leave_form_and_state_alone(answers):
    quiz = Quiz()

    def fold():
        form, state = quiz.begin(DEFINITION, seed=7)
        for data in answers:
            try:
                state = quiz.answer(form, state, data, now=NOW).state
            except InvalidAnswer:
                continue
        return form, state

    assert fold() == fold()


def test_full_marks_only_for_exactly_the_right_options():
    form, state = Quiz().begin(DEFINITION, seed=1)
    right = {"q:one": ["a"], "q:two": ["e", "d"], "q:three": ["t"], "submit": ["1"]}
    assert Quiz().answer(form, state, right, now=NOW).outcome.score == 1.0
    assert Quiz().answer(form, state, {**right, "q:two": ["d"]}, now=NOW).outcome.score == pytest.approx(2 / 3)
    assert Quiz().answer(form, state, {"submit": ["1"]}, now=NOW).outcome.score == 0.0


def test_a_choice_can_be_taken_back():
    form, state = Quiz().begin(DEFINITION, seed=1)
    state = Quiz().answer(form, state, {"q:two": ["", "d"]}, now=NOW).state
    assert state["responses"]["two"] == ["d"]
    assert Quiz().answer(form, state, {"q:two": [""]}, now=NOW).state["responses"]["two"] == []


def test_the_form_holds_ids_order_and_key_but_no_texts():
    form, _state = Quiz().begin(DEFINITION, seed=1)
    assert {name for item in form["items"] for name in item} == {"id", "kind", "order", "key"}
