"""The form and the state of an attempt, read from what is stored; questions without right and wrong."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.quiz.activity import Quiz
from assessments.quiz.sitting.form import Form, Item
from assessments.quiz.sitting.marking import result
from assessments.quiz.sitting.state import BrokenState, State
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts, QuestionType, questions

pytestmark = pytest.mark.once

AT = "2026-11-24T09:00:00+00:00"
NOW = datetime.fromisoformat(AT)
KEY = {"fractions": {"x": 1.0, "y": 0.0}}
ITEMS = [
    {"id": "a", "kind": "single", "order": ["x", "y"], "key": KEY},
    {"id": "b", "kind": "single", "order": ["y", "x"], "key": KEY, "section": 1, "mark": 2.0},
]
names = st.sampled_from("abc")
marks = st.one_of(st.none(), st.floats(0, 1))
checks = st.fixed_dictionaries({"response": st.lists(names), "right": st.booleans(), "done": st.booleans()})
entries = st.fixed_dictionaries(
    {"fraction": st.floats(0, 1), "round": st.sampled_from([1, 2, 3]), "by": st.integers(1, 9), "at": st.just(AT)},
    optional={"rubric": st.just({"means": "all"}), "comment": st.just("Why?")},
)
remarks = st.fixed_dictionaries(
    {"what": st.sampled_from(["contested", "responded"]), "text": st.just("Look"), "by": st.none(), "at": st.just(AT)}
)


def of_questions(value):
    return st.dictionaries(names, value, min_size=1)


stored_states = st.fixed_dictionaries(
    {"responses": st.dictionaries(names, st.lists(names)), "flags": st.lists(names, unique=True)},
    optional={
        "terms": st.just({"minutes": 30}),
        "certainty": of_questions(st.integers(1, 3)),
        "tries": of_questions(st.integers(1, 9)),
        "checked": of_questions(checks),
        "spared": of_questions(st.lists(names)),
        "at": st.integers(1, 9),
        "closed": st.just(AT),
        "marks": st.dictionaries(names, marks),
        "people": of_questions(st.lists(entries, min_size=1)),
        "keys": of_questions(st.just(KEY)),
        "floor": of_questions(st.floats(0.1, 1)),
        "contests": of_questions(st.lists(remarks, min_size=1)),
    },
)


@pytest.mark.once
class TestState:
    @given(stored_states)
    def test_is_given_back_as_it_was_stored(self, stored):
        assert State.read(stored).as_json() == stored

    @given(stored_states)
    def test_its_parts_are_given_back_as_they_were_stored(self, stored):
        state = State.read(stored)
        for name in "abc":
            assert [one.as_json() for one in state.given(name)] == stored.get("people", {}).get(name, [])
            assert [one.as_json() for one in state.said(name)] == stored.get("contests", {}).get(name, [])
            check = state.check(name)
            assert (check and check.as_json()) == stored.get("checked", {}).get(name)

    def test_empty_parts_of_a_state_are_not_stored(self):
        assert State({}, []).as_json() == {"responses": {}, "flags": []}
        assert State({}, [], marks={}, people={}, at=0).as_json() == {"responses": {}, "flags": [], "marks": {}}

    @pytest.mark.parametrize("stored", [{}, {"responses": {}}, {"flags": []}, {"marks": {}}])
    def test_one_that_was_lost_is_not_taken_for_an_empty_one(self, stored):
        with pytest.raises(BrokenState):
            State.read(stored)


@pytest.mark.once
class TestForm:
    @pytest.mark.parametrize("more", [{}, {"rules": {"minutes": 30, "behaviour": "immediate"}}])
    def test_is_given_back_as_it_was_stored(self, more):
        stored = {"items": ITEMS, "pass_mark": 0.7, **more}
        form = Form.read(stored)
        assert form.as_json() == stored
        assert (form.rules().minutes, form.rules({"minutes": 40}).minutes) == (
            more.get("rules", {}).get("minutes", 0),
            40,
        )

    def test_its_items_are_found_by_question_in_their_order(self):
        items = Form.read({"items": ITEMS, "pass_mark": 0.7}).items
        assert list(items) == ["a", "b"] and len(items) == 2
        assert items["b"] == Item("b", "single", ["y", "x"], KEY, section=1, mark=2.0)
        assert (items["a"].section, items["a"].mark, items["a"].type.slug) == (0, 1.0, "single")
        assert "c" not in items and items.get("c") is None
        assert list(items.only(["b"])) == ["b"]


@pytest.mark.parametrize("more", [{"q:a": ["x"]}, {"submit": ["1"]}])
def test_an_attempt_whose_state_was_lost_takes_neither_an_answer_nor_its_end(more):
    form = {"items": ITEMS, "pass_mark": 0.7}
    with pytest.raises(InvalidAnswer):
        Quiz().answer(form, {}, more, now=NOW)
    with pytest.raises(InvalidAnswer):
        Quiz().fold(form, {}, "terminated", {}, now=NOW)
    assert Quiz().deadline({**form, "rules": {"minutes": 30}}, {}, begun_at=NOW) == NOW + timedelta(minutes=30)


class Mood(QuestionType):
    """How one feels, in a word; it has two fields."""

    slug, name, template, scored = "mood", "Mood", "quiz/quiz.html", False

    def block(self):
        raise NotImplementedError

    def body(self, value):
        return {}

    def problems(self, body):
        return []

    def split(self, body):
        return Parts({}, None)

    def read(self, data, *, order):
        return {part: value[0] for part, value in data.items()}

    def mark(self, key, response):
        return None

    def context(self, shown, *, order, response, key=None, reveal=None):
        return {"now": (response or {}).get("now", "")}


@pytest.fixture
def mood():
    questions.register(Mood)
    yield
    del questions._entries["mood"]


def definition(**kinds):
    single = {"shown": {"options": [{"id": "a", "text": "a"}]}, "key": {"fractions": {"a": 1.0}}, "reveal": {}}
    made = {
        name: {
            "kind": kind,
            "language": "",
            "stem": "?",
            "feedback": "",
            "hints": [],
            **(single if kind == "single" else {"shown": {}, "key": None, "reveal": {}}),
        }
        for name, kind in kinds.items()
    }
    draws = [{"number": 0, "questions": list(made), "mark": 1.0}]
    sections = [{"heading": "", "introduction": "", "draws": draws}]
    settings = {"introduction": "", "pass_mark": 0.7, "attempts": 2, "shuffle": True}
    return {**settings, "sections": sections, "questions": made}


def test_a_question_without_a_mark_is_left_out_of_the_score(mood):
    quiz, about = Quiz(), definition(one="single", two="mood")
    form, state = quiz.begin(about, seed=1)
    step = quiz.answer(form, state, {"q:one": ["a"], "q:two:now": ["fine"], "submit": ["1"]}, now=NOW)

    assert (step.outcome.score, step.outcome.passed) == (1.0, True)
    assert step.state["responses"]["two"] == {"now": "fine"}
    shown = quiz.context(about, form, step.state, closed=True, now=NOW)
    assert (shown["right"], shown["scored"], shown["number"]) == (1, 1, 2)


def test_where_nothing_is_scored_there_is_neither_score_nor_pass(mood):
    quiz, about = Quiz(), definition(two="mood")
    form, state = quiz.begin(about, seed=1)
    step = quiz.answer(form, state, {"submit": ["1"]}, now=NOW)

    assert (step.outcome.completed, step.outcome.passed, step.outcome.score) == (True, None, None)
    assert quiz.context(about, form, step.state, closed=True, now=NOW)["scored"] == 0
    assert result([None, 1.0, 0.0], pass_mark=0.5) == (0.5, True)


def test_a_quiz_names_the_types_that_it_cannot_do_without():
    assert Quiz().needs(definition(one="single", two="mood")) == {
        ("question type", "single"),
        ("question type", "mood"),
    }
