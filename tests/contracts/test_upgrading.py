"""The laws on what older versions stored: each holds for what is sound, and catches what is not."""

import pytest

from lms.foundation.plugins.activity import InvalidAnswer, Outcome, Step
from lms.foundation.plugins.contract import upgrades
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.question import questions
from tests.quiz.test_type_versions import Second

from .toy import Guess

pytestmark = pytest.mark.once


class Later(Guess):
    """In version 1 the key was a text."""

    template = "interface/components/empty.html"
    version = 2

    def upgrade(self, what, value, version):
        return value if what == "state" else {**value, "key": int(value["key"])}


SAMPLE = {
    "definition": {"key": "7", "why": "It is the seventh."},
    "form": {"key": "7", "hint": 0},
    "state": {"guess": None},
    "answers": [{"guess": ["7"]}],
    "score": 1.0,
}
QUESTION = {"shown": {"n": ["1", "2"]}, "key": "1", "reveal": {}, "order": ["2", "1"], "response": "1", "mark": 1.0}


def kind(**functions):
    return type("Odd", (Later,), functions)()


def test_a_sound_one_breaks_no_law():
    for version, sample in upgrades.samples_of(kind(), {1: SAMPLE}).items():
        upgrades.activity_goes_on(kind(), sample, version)


def test_a_version_that_was_raised_needs_a_sample_of_each_before():
    assert upgrades.samples_of(Guess(), {}) == {}
    for samples, missing in (({}, "1"), ({2: SAMPLE}, "1")):
        with pytest.raises(Breach, match=rf"no sample of what \[{missing}\] stored"):
            upgrades.samples_of(kind(), samples)


@pytest.mark.parametrize("version", [0, "2", None, True, 1.5])
def test_a_version_is_a_whole_number(version):
    with pytest.raises(Breach, match="whole number from 1"):
        upgrades.samples_of(kind(version=version), {})


@pytest.mark.parametrize("name", ["definition", "form", "state"])
def test_a_sample_has_all_that_is_frozen(name):
    with pytest.raises(Breach, match=f"has no “{name}”"):
        upgrades.activity_goes_on(kind(), {one: SAMPLE[one] for one in SAMPLE if one != name}, 1)


def refuses(self, form, state, data, *, now):
    raise InvalidAnswer("No.")


def changes(self, what, value, version):
    value["key"] = 7
    return value


@pytest.mark.parametrize(
    ("functions", "sentence"),
    [
        ({"upgrade": lambda self, what, value, version: value["nothing"]}, "raises KeyError"),
        ({"upgrade": lambda self, what, value, version: {"key": {1}}}, "is no JSON"),
        ({"upgrade": changes}, "changes what it is given"),
        ({"answer": refuses}, "refuses an answer"),
        ({"answer": lambda self, form, state, data, *, now: Step({"guess": 7}, Outcome(score=0.5))}, "was worth 1.0"),
        ({"fold": lambda self, form, state, verb, data, *, now: state["nothing"]}, "fold of .* raises KeyError"),
        ({"template": "toy/nowhere.html"}, "cannot be rendered"),
    ],
)
def test_anything_else_is_a_breach(functions, sentence):
    with pytest.raises(Breach, match=sentence):
        upgrades.activity_goes_on(kind(**functions), SAMPLE, 1)


class TestQuestions:
    @pytest.fixture(autouse=True)
    def installed(self, monkeypatch):
        monkeypatch.setitem(questions._entries, Second.slug, Second())

    def test_a_sound_one_breaks_no_law(self):
        upgrades.question_goes_on(Second(), QUESTION, 1)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [({"mark": 0.5}, "was worth 0.5"), ({"key": "one"}, "raises ValueError"), ({"response": "3"}, "gives 0.0")],
    )
    def test_anything_else_is_a_breach(self, changed, sentence):
        with pytest.raises(Breach, match=sentence):
            upgrades.question_goes_on(Second(), {**QUESTION, **changed}, 1)

    @pytest.mark.parametrize("name", [*QUESTION])
    def test_a_sample_has_all_of_it(self, name):
        with pytest.raises(Breach, match="sample of version 1"):
            upgrades.question_goes_on(Second(), {one: QUESTION[one] for one in QUESTION if one != name}, 1)
