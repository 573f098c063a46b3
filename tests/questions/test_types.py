"""The types of question on their socket, and the options of a question that was answered, as a result shows them."""

import json
from random import Random

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from lms.foundation.plugins.question import grouped, questions

pytestmark = pytest.mark.once

KINDS = ["single", "multiple", "truefalse"]


def through_the_block(kind, body):
    """The body, after it was stored in the editor's block and read again."""
    block = kind.block()
    return kind.body(block.to_python(json.loads(json.dumps(kind.stored(body)))))


def test_a_share_of_the_marks_is_stored_in_per_cent_and_comes_back_exact():
    for share in (percent / 100 for percent in range(-100, 101)):
        options = [
            {"id": name, "text": f"<p>{name}</p>", "fraction": part, "feedback": ""}
            for name, part in (("a", 1.0), ("b", share))
        ]
        body = {"options": options, "scoring": "weights"}
        assert through_the_block(questions.get("multiple"), body) == body


@pytest.mark.parametrize("slug", KINDS)
def test_a_question_that_nobody_can_get_right_has_a_problem(slug):
    kind = questions.get(slug)
    names = ["true", "false"] if slug == "truefalse" else ["a", "b"]
    wrong = [{"id": name, "text": name, "fraction": 0.0, "feedback": ""} for name in names]
    assert kind.problems({"options": wrong, "scoring": "all"}) == ["Mark the right option."]
    assert kind.problems({"options": wrong[:1], "scoring": "all"})


def test_weights_have_to_reach_full_marks():
    half = [{"id": name, "text": name, "fraction": 0.25, "feedback": ""} for name in "ab"]
    assert "100" in questions.get("multiple").problems({"options": half, "scoring": "weights"})[0]
    assert questions.get("multiple").problems({"options": half, "scoring": "difference"}) == []


def test_the_answers_to_a_statement_are_never_shuffled_and_speak_its_language():
    kind = questions.get("truefalse")
    stored = {"right": "true", "credit": None, **{name: {"text": "", "feedback": ""} for name in ("true", "false")}}
    with override("en"):
        body = kind.body(kind.block().to_python(stored))
    assert [option["text"] for option in body["options"]] == ["True", "False"]
    shown = kind.split(body).shown
    assert {tuple(kind.order(shown, chance=Random(seed))) for seed in range(9)} == {("true", "false")}


def test_a_part_of_the_marks_is_said_to_be_one():
    kind = questions.get("single")
    body = {
        "options": [
            {"id": name, "text": name, "fraction": share, "feedback": ""} for name, share in (("a", 1.0), ("b", 0.5))
        ]
    }
    parts = kind.split(body)
    assert kind.mark(parts.key, ["b"]) == 0.5
    item = kind.context(parts.shown, order=["a", "b"], response=["b"], key=parts.key, reveal=parts.reveal)
    assert [option["said"] for option in item["options"]] == ["The right answer", "Your answer, and it is partly right"]


def test_fields_are_grouped_by_question_and_part():
    found = grouped({"q:7": ["a"], "q:7:left": ["b"], "q:8:x:y": ["c"], "flag": ["7"]}, "q:")
    assert found == {"7": {"": ["a"], "left": ["b"]}, "8": {"x:y": ["c"]}}


OPTIONS = [
    {"id": "a", "text": "<em>Ask</em>", "look": "correct yours", "said": "Your answer", "feedback": "<p>Why</p>"},
    {"id": "b", "text": "Wait", "look": "", "said": "", "feedback": ""},
    {"id": "c", "text": "Go", "chosen": False},
]


def drawn(options, **context) -> str:
    template = Template("{% load questions_answered %}{% answered_options options %}")
    return template.render(Context({"options": options, **context}))


def test_each_says_what_it_was_worth():
    assert drawn(OPTIONS) == (
        '<ul class="review">\n'
        '<li class="correct yours"><b>Your answer</b> <span><em>Ask</em></span>\n'
        '<div class="small soft"><p>Why</p></div></li>\n'
        "<li><span>Wait</span></li>\n"
        "<li><span>Go</span></li>\n"
        "</ul>"
    )


def test_say_in_which_language_they_are():
    page = drawn(OPTIONS[:1], spoken=mark_safe(' lang="fr" dir="ltr"'))
    assert '<span lang="fr" dir="ltr"><em>Ask</em></span>' in page
    assert '<div class="small soft" lang="fr" dir="ltr">' in page


def test_what_is_no_html_is_escaped():
    page = drawn([{"id": "a", "text": "A", "look": '"><script>', "said": "<b>"}], spoken='"><script>')
    assert "<script>" not in page
    assert "&lt;b&gt;" in page


def test_a_question_without_options_has_an_empty_list():
    assert "<li" not in drawn([])
