"""The quiz and the lesson as pure functions; whatever arrives at a quiz: tests/contracts."""

from datetime import UTC, datetime

import pytest

from assessments.quiz.activity import Quiz
from courses.lessons.activity import Lesson
from lms.foundation.plugins.contract import activities as laws
from lms.foundation.plugins.question import questions

pytestmark = pytest.mark.once

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
LESSON = {
    "checks": {
        "c": {
            "stem": "?",
            "options": [{"id": "a", "text": "A", "feedback": ""}, {"id": "b", "text": "B", "feedback": ""}],
            "key": ["a"],
        }
    }
}


def test_a_lesson_takes_or_refuses_whatever_arrives_as_the_contract_asks_of_every_kind():
    answers = [{"done": ["1"]}, {"check": ["c"], "choice": ["a"]}]
    laws.begins(Lesson(), LESSON)
    laws.answers_anything(Lesson(), LESSON, answers)
    laws.keeps_nothing_foreign(Lesson(), LESSON, answers)


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
