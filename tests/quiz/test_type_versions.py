"""A type of question of a new version goes on with what the one before froze in quizzes and attempts."""

from datetime import UTC, datetime

import pytest

from assessments.quiz.regrading.keys import _questions
from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.state import State, keys_now
from assessments.quiz.sitting.type_versions import question_now
from lms.foundation.plugins.activity import activities
from lms.foundation.plugins.question import Parts, QuestionType, questions
from lms.foundation.plugins.runtime.errors import TooNew
from lms.foundation.plugins.versions import number_for

pytestmark = pytest.mark.once
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


class First(QuestionType):
    """Numbers as texts: its key is one text."""

    slug, name, template = "odd_numbers", "Numbers", "interface/components/empty.html"

    def block(self):
        raise NotImplementedError

    def body(self, value):
        raise NotImplementedError

    def problems(self, body):
        return []

    def split(self, body):
        return Parts(shown={"n": ["1", "2", "3"]}, key="1", reveal={})

    def order(self, shown, *, chance):
        return list(shown["n"])

    def read(self, data, *, order):
        return data[""][0]

    def mark(self, key, response):
        return float(response == key)

    def context(self, shown, *, order, response, key=None, reveal=None):
        return {"all": shown["n"], "order": order, "given": response, "right": key}


class Second(First):
    """Numbers as numbers: its key is a list of them."""

    version = 2

    def split(self, body):
        return Parts(shown={"numbers": [1, 2, 3]}, key=[1], reveal={})

    def order(self, shown, *, chance):
        return list(shown["numbers"])

    def read(self, data, *, order):
        return [int(data[""][0])]

    def context(self, shown, *, order, response, key=None, reveal=None):
        return {"all": shown["numbers"], "order": order, "given": response, "right": key}

    def upgrade(self, what, value, version):
        assert version == 1
        now = {
            "shown": lambda: {"numbers": [int(one) for one in value["n"]]},
            "key": lambda: [int(value)],
            "order": lambda: [int(one) for one in value],
            "response": lambda: [int(value)] if value else [],
            "reveal": lambda: value,
        }
        return now[what]()


@pytest.fixture
def install(monkeypatch):
    def install(cls):
        monkeypatch.setitem(questions._entries, cls.slug, cls())
        return activities.get("quiz")

    return install


def definition(kind):
    parts = kind().split({})
    asked = {"kind": kind.slug, "language": "", "stem": "Which?", "feedback": "", "hints": []}
    number = number_for(kind(), {"shown": parts.shown, "key": parts.key, "reveal": parts.reveal})
    question = {**asked, "shown": parts.shown, "key": parts.key, "reveal": {}}
    draws = [{"number": 0, "questions": ["one", "two"], "mark": 1.0}]
    return {
        "introduction": "",
        "pass_mark": 0.5,
        "attempts": None,
        "shuffle": False,
        "behaviour": "immediate",
        "sections": [{"heading": "", "introduction": "", "draws": draws}],
        "questions": dict.fromkeys(["one", "two"], question | ({"version": number} if number > 1 else {})),
    }


@pytest.fixture
def begun(install):
    """An attempt of version 1 of the type: one question is answered, another was checked, a key was corrected."""
    quiz = install(First)
    form, state = quiz.begin(definition(First), seed=1, terms={})
    state = quiz.answer(form, state, {"q:one": ["1"], "q:two": ["3"], "check": ["two"]}, now=NOW).state
    state = quiz.fold(form, state, "rescored", {"keys": {"two": "2"}, "lower": True}, now=NOW).state
    return form, state


def test_version_one_is_stored_as_ever(begun):
    form, state = begun
    assert "version" not in str(form["items"])
    assert "types" not in state


class TestAnAttempt:
    def test_is_shown_answered_and_marked_by_the_new_version(self, begun, install):
        (form, state), quiz = begun, install(Second)
        shown = quiz.context(definition(First), form, state, closed=False, now=NOW)["items"]
        assert [(one["all"], one["order"], one["given"]) for one in shown] == [
            ([1, 2, 3], [1, 2, 3], [1]),
            ([1, 2, 3], [1, 2, 3], [3]),
        ]
        step = quiz.answer(form, state, {"q:two": ["2"], "submit": ["1"]}, now=NOW)
        assert step.state["responses"] == {"one": [1], "two": [2]}
        assert (step.state["keys"], step.state["types"]) == ({"two": [2]}, {Second.slug: 2})
        assert step.state["checked"]["two"]["response"] == [3]
        assert step.state["marks"] == {"one": 1.0, "two": pytest.approx(2 / 3)}, "one wrong try"

    def test_says_the_same_in_both_versions(self, begun, install):
        """As the rebuild compares what is stored with what it folds."""
        (form, state), quiz = begun, install(Second)
        after = quiz.answer(form, state, {"q:one": ["1"]}, now=NOW).state
        assert after["types"] == {Second.slug: 2}
        assert quiz.present(form, after) == quiz.present(form, state)
        assert quiz.present(form, quiz.answer(form, state, {"q:one": ["2"]}, now=NOW).state) != quiz.present(
            form, state
        )
        assert quiz.present(form, {}) == {}

    def test_is_brought_up_once(self, begun, install):
        (form, state), quiz = begun, install(Second)
        once = quiz.answer(form, state, {"flag": ["one"]}, now=NOW).state
        twice = quiz.answer(form, once, {"unflag": ["one"]}, now=NOW).state
        assert twice == {**once, "flags": []}

    def test_of_the_new_version_says_so(self, install):
        quiz = install(Second)
        form, state = quiz.begin(definition(Second), seed=1, terms={})
        assert [item["version"] for item in form["items"]] == [2, 2]
        assert (form["items"][0]["key"], state["types"]) == ([1], {Second.slug: 2})

    def test_that_begins_from_an_old_content_is_of_the_new_version(self, install):
        quiz = install(Second)
        form, _state = quiz.begin(definition(First), seed=1, terms={})
        assert (form["items"][0]["key"], form["items"][0]["version"]) == ([1], 2)

    def test_is_read_from_its_row_in_the_new_shape(self, begun, install):
        (stored_form, stored), _quiz = begun, install(Second)
        form = Form.read(stored_form)
        state = State.read(stored, form.items)
        assert (form.items["one"].key, state.responses["one"], state.key(form.items["two"])) == ([1], [1], [2])
        assert keys_now(stored, form.items) == {"two": [2]}
        assert _questions(definition(First))["one"]["key"] == [1]

    def test_folds_a_key_that_was_corrected_before(self, begun, install):
        (form, state), quiz = begun, install(Second)
        old = quiz.fold(form, state, "rescored", {"keys": {"one": "3"}, "lower": True}, now=NOW).state
        new = {"keys": {"one": [3]}, "lower": True, "types": {Second.slug: 2}}
        assert old["keys"] == quiz.fold(form, state, "rescored", new, now=NOW).state["keys"] == {"one": [3], "two": [2]}

    def test_stays_as_it_is_while_its_type_is_away(self, begun, install, monkeypatch):
        quiz = install(Second)
        form, state = quiz.begin(definition(Second), seed=1, terms={})
        monkeypatch.delitem(questions._entries, Second.slug)
        assert State.read(state, Form.read(form).items).as_json() == state


class TestANewerOne:
    """The type was taken back to the version before."""

    @pytest.fixture
    def newer(self, install):
        quiz = install(Second)
        form, state = quiz.begin(definition(Second), seed=1, terms={})
        state = quiz.answer(form, state, {"q:one": ["1"]}, now=NOW).state
        return install(First), form, state

    def test_is_neither_shown_nor_answered(self, newer):
        quiz, form, state = newer
        for ask in (
            lambda: quiz.context(definition(Second), form, state, closed=False, now=NOW),
            lambda: quiz.answer(form, state, {"q:one": ["1"]}, now=NOW),
            lambda: quiz.fold(form, state, "terminated", {}, now=NOW),
            lambda: quiz.begin(definition(Second), seed=1, terms={}),
            lambda: question_now(definition(Second)["questions"]["one"]),
        ):
            with pytest.raises(TooNew, match=f"“{First.slug}”"):
                ask()

    def test_response_is_not_taken_for_an_older_one(self, newer):
        quiz, _form, state = newer
        old = quiz.begin(definition(First), seed=1, terms={})[0]
        with pytest.raises(TooNew):
            quiz.answer(old, state, {"flag": ["one"]}, now=NOW)


def test_an_item_of_a_newer_version_holds_up_no_answer_to_another(begun):
    (form, state), quiz = begun, activities.get("quiz")
    for item in form["items"]:
        item |= {"version": 9} if item["id"] == "two" else {}
    assert quiz.answer(form, state, {"q:one": ["2"]}, now=NOW).state["responses"]["one"] == "2"
    with pytest.raises(TooNew):
        quiz.answer(form, state, {"q:two": ["2"]}, now=NOW)


def test_a_question_has_a_number_where_it_would_be_read_as_something_else(monkeypatch):
    assert "version" not in definition(First)["questions"]["one"]
    assert definition(Second)["questions"]["one"]["version"] == 2
    monkeypatch.setattr(Second, "split", First.split)
    monkeypatch.setattr(Second, "upgrade", lambda self, what, value, version: value)
    assert definition(Second) == definition(First), "nothing has to be released because a type was upgraded"
