"""The laws that try a plugin as the house does: each holds for what is sound, and catches what is not."""

from itertools import count
from types import SimpleNamespace

import pytest

from assessments.questions.types.single.type import SingleChoice
from lms.foundation.plugins import events
from lms.foundation.plugins.activity import Compiled, InvalidAnswer, NotReady, Outcome, Step
from lms.foundation.plugins.contract import integration
from lms.foundation.plugins.contract.breach import Breach

pytestmark = pytest.mark.once

PAGE = SimpleNamespace(title="A page")
BODY = {
    "options": [{"id": name, "text": name, "fraction": mark, "feedback": ""} for name, mark in (("a", 1.0), ("b", 0))]
}
TIMES = count()
REPLIES = [{"": ["a"]}, {"": ["b"]}, {"": [""]}]


class Kind:
    """An activity type whose functions are replaced one by one."""

    slug = "toy"

    def __init__(self, **functions):
        self.__dict__.update(functions)

    def countries(self, page):
        return ["KE"]

    def compile(self, page, *, language, country):
        return Compiled(page.title, definition={"country": country})

    def begin(self, definition, *, seed, terms):
        return {}, {"seen": False}

    def answer(self, form, state, data, *, now):
        return Step(dict(state))

    def fold(self, form, state, verb, data, *, now):
        if verb == "seen" and isinstance(data.get("by"), int):
            return Step({"seen": True}, Outcome(completed=True))
        raise InvalidAnswer("Say who saw it.")


def raises(error):
    def function(*args, **kwargs):
        raise error

    return function


class TestCompiling:
    def test_a_sound_one_breaks_no_law(self):
        integration.compiles(Kind(), PAGE)
        integration.compiles(Kind(compile=raises(NotReady("Write a text."))), PAGE)

    @pytest.mark.parametrize(
        ("function", "sentence"),
        [
            (raises(KeyError("text")), "raises KeyError"),
            (raises(NotReady()), "not ready without a word"),
            (lambda *args, **kwargs: None, "no Compiled"),
            (lambda *args, **kwargs: Compiled("A", definition={"a": {1}}), "raises TypeError"),
            (lambda *args, **kwargs: Compiled("A", definition={"a": next(TIMES)}), "something else"),
        ],
    )
    def test_anything_else_is_a_breach(self, function, sentence):
        with pytest.raises(Breach, match=sentence):
            integration.compiles(Kind(compile=function), PAGE)


class TestFacts:
    SEEN = ("seen", {"by": 3})

    def test_a_sound_one_breaks_no_law(self):
        integration.folds(Kind(), {}, [{"a": ["1"]}], [self.SEEN])

    @pytest.mark.parametrize(
        ("function", "sentence"),
        [
            (raises(InvalidAnswer("No.")), "does not take the fact “seen”"),
            (raises(KeyError("by")), "raises KeyError"),
            (lambda *args, **kwargs: None, "no Step"),
            (lambda form, state, verb, data, *, now: Step({"by": data["by"]}), "raises KeyError"),
        ],
    )
    def test_anything_else_is_a_breach(self, function, sentence):
        with pytest.raises(Breach, match=sentence):
            integration.folds(Kind(fold=function), {}, [], [self.SEEN])


class TestInAQuiz:
    def test_a_sound_question_breaks_no_law(self):
        integration.is_marked_in_a_quiz(SingleChoice(), BODY, REPLIES)

    def test_a_first_reply_that_is_not_wholly_right_is_a_breach(self):
        with pytest.raises(Breach, match="earns 0"):
            integration.is_marked_in_a_quiz(SingleChoice(), BODY, REPLIES[1:])


class TestReceivers:
    EVENT = events.AttemptBegun(institution=1, at=None, enrolment=0, attempt=0, activity=None, kind="toy")

    def test_a_sound_one_is_told_twice(self):
        heard = []
        integration.is_told_twice(heard.append, [self.EVENT])
        assert heard == [self.EVENT] * 2

    def test_one_that_takes_an_event_once_is_a_breach(self):
        heard = set()

        def once(event):
            if event in heard:
                raise ValueError("I know that.")
            heard.add(event)

        with pytest.raises(Breach, match="at least once"):
            integration.is_told_twice(once, [self.EVENT])

    def test_samples_are_about_the_rows_and_about_rows_that_are_gone(self):
        row = SimpleNamespace(pk=7, course_id="c", institution_id=3, learner_id=5)
        for kind in events.EVENTS.values():
            here, gone = integration.samples_of(kind, [row])
            assert (here.institution, gone.institution) == (3, 3)
            assert here != gone
        assert integration.samples_of(events.Enrolled, []) == []
