"""Questions without right and wrong: they count neither for nor against."""

from datetime import UTC, datetime

import pytest

from assessments.quiz.activity import Quiz
from assessments.quiz.sitting.marking import result
from lms.foundation.plugins.question import Parts, QuestionType, questions

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


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
