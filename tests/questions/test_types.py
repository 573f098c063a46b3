"""The types of question on their socket: written in a block, parted by who may see what, shown with what is due."""

import json
from random import Random

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import grouped, questions

KINDS = ["single", "multiple", "truefalse"]

texts = st.text("abc <>&'\"é", min_size=1, max_size=8).map(
    lambda text: f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>"
)
shares = st.integers(-100, 100).map(lambda percent: percent / 100)


def options(names, text=texts, shares=shares):
    fixed = {"fraction": shares, "text": text, "feedback": st.just("") | texts}
    return st.tuples(*(st.fixed_dictionaries({"id": st.just(name), **fixed}) for name in names)).map(list)


def with_full_marks(drawn):
    drawn[0]["fraction"] = 1.0
    return {"options": drawn}


bodies = {
    "single": options("abc").map(with_full_marks),
    "multiple": st.builds(
        lambda drawn, scoring: {**with_full_marks(drawn), "scoring": scoring},
        options("abcd"),
        st.sampled_from(["all", "difference", "weights"]),
    ),
    "truefalse": options(["true", "false"], text=st.just("True") | texts).map(with_full_marks),
}


def through_the_block(kind, body):
    """The body, after it was stored in the editor's block and read again."""
    block = kind.block()
    return kind.body(block.to_python(json.loads(json.dumps(kind.stored(body)))))


@pytest.mark.parametrize("slug", KINDS)
@given(data=st.data())
def test_what_is_stored_for_a_body_gives_the_same_body(slug, data):
    body = data.draw(bodies[slug])
    assert through_the_block(questions.get(slug), body) == body


@pytest.mark.parametrize("slug", KINDS)
@given(data=st.data())
def test_the_part_that_is_shown_gives_nothing_away(slug, data):
    kind, body = questions.get(slug), data.draw(bodies[slug])
    parts = kind.split(body)
    assert json.loads(json.dumps([parts.shown, parts.key, parts.reveal])) == [parts.shown, parts.key, parts.reveal]
    assert {name for option in parts.shown["options"] for name in option} == {"id", "text"}
    order = kind.order(parts.shown, chance=Random(1))
    item = kind.context(parts.shown, order=order, response=None)
    assert {name for option in item["options"] for name in option} == {"id", "text", "chosen"}


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


@pytest.mark.parametrize("slug", KINDS)
@given(
    data=st.dictionaries(
        st.sampled_from(["", "x"]), st.lists(st.sampled_from(["a", "b", "", "z"])) | st.text() | st.none()
    )
)
def test_any_fields_are_a_response_or_are_refused(slug, data):
    kind = questions.get(slug)
    try:
        response = kind.read(data, order=["a", "b"])
    except InvalidAnswer as error:
        assert str(error)
    else:
        key = {"fractions": {"a": 1.0, "b": 0.0}, "scoring": "all"}
        assert 0 <= kind.mark(key, response) <= 1


def test_fields_are_grouped_by_question_and_part():
    found = grouped({"q:7": ["a"], "q:7:left": ["b"], "q:8:x:y": ["c"], "flag": ["7"]}, "q:")
    assert found == {"7": {"": ["a"], "left": ["b"]}, "8": {"x:y": ["c"]}}
