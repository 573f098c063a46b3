"""What a quiz says to whoever decides on a release: all of it, in the words of its forms,
whatever the type of a question.
"""

from copy import deepcopy

import pytest

from assessments.questions.bank.description import Wording
from assessments.quiz.activity import Quiz
from lms.foundation.plugins.activity import Compiled
from lms.foundation.plugins.question import Parts, questions
from tests.contracts.test_built_in import TestQuestions as Samples
from tests.contracts.test_built_in import TestQuiz as SampleQuiz

DEFINITION = SampleQuiz.definitions["quiz"]


def told(definition: dict) -> dict[str, str]:
    return {passage.name: passage.text for passage in Quiz().passages(Compiled("Quiz", definition=definition))}


def of_type(kind: str, change=None) -> dict[str, str]:
    """What is told of the sample question of a type, after its key was changed."""
    parts: Parts = questions.get(kind).split(Samples.bodies[kind])
    question = {
        "kind": kind,
        "language": "",
        "stem": "<p>Which?</p>",
        "feedback": "<p>Because.</p>",
        "hints": ["<p>Look.</p>"],
    }
    question |= deepcopy({"shown": parts.shown, "key": parts.key, "reveal": parts.reveal})
    if change:
        question["key"] = change(question["key"])
    return told({**DEFINITION, "questions": {"q": question}})


def other(value):
    """The same key with another number, or another choice, in it."""
    if isinstance(value, dict):
        values = [*value.values()]
        if len(set(map(str, values))) > 1 and all(isinstance(one, (str, float)) for one in values) and len(values) > 1:
            return dict(zip(value, [*values[1:], values[0]], strict=True))
        return {name: other(one) for name, one in value.items()}
    if isinstance(value, list):
        return [*reversed(value)] if value and isinstance(value[0], str) else [other(one) for one in value]
    return value + 1 if isinstance(value, float) else value


KINDS = sorted(set(Samples.bodies) - {"rating"})


@pytest.mark.django_db
class TestEveryType:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_changed_key_is_told_as_such(self, kind):
        before, after = of_type(kind), of_type(kind, other)

        assert {name for name in before if before[name] != after[name]} in ({"q/key"}, {"q/key", "q/reveal"})

    @pytest.mark.parametrize("kind", sorted(Samples.bodies))
    def test_is_told_in_the_words_of_its_form(self, kind):
        """No name of a field stands there: `scoring: run` says nothing to an editor."""
        lines = [line for name, text in of_type(kind).items() if name.startswith("q/") for line in text.splitlines()]

        fields = {
            "scoring",
            "mode",
            "case",
            "kind",
            "words_min",
            "alt",
            "coords",
            "relative",
            "factor",
            "model",
            "criteria",
        }
        assert not {line.partition(":")[0] for line in lines} & fields

    @pytest.mark.parametrize("kind", sorted(Samples.bodies))
    def test_says_question_feedback_and_hints(self, kind):
        found = of_type(kind)

        assert (found["q/stem"], found["q/feedback"], found["q/hints"]) == ("Which?", "Because.", "Look.")


class TestTheRest:
    @pytest.mark.parametrize(
        ("change", "passage"),
        [
            ({"pass_mark": 0.8}, "settings"),
            ({"attempts": 1}, "settings"),
            ({"minutes": 20}, "settings"),
            ({"penalty": 0.5}, "settings"),
            ({"review": {"later": ["marks"]}}, "settings"),
            ({"introduction": "Take your time."}, "introduction"),
            (
                {
                    "sections": [
                        {
                            "heading": "",
                            "introduction": "",
                            "draws": [{"number": 1, "questions": ["q1", "q2"], "mark": 1.0}],
                        }
                    ]
                },
                "draws",
            ),
        ],
    )
    def test_each_setting_is_told(self, change, passage):
        before, after = told(DEFINITION), told({**DEFINITION, **change})

        assert {name for name in before if before[name] != after[name]} == {passage}

    def test_a_type_that_is_not_installed_is_told_as_it_stands(self):
        assert (
            Wording.of("nowhere", {}).told({"word": "debt", "parts": [{"id": "a", "text": "<p>One</p>"}]})
            == "word: debt\nparts\nOne"
        )

    def test_what_is_no_html_is_told_as_it_was_written(self):
        words = Wording.of("shorttext", {}, {"answers": [{"id": "a", "text": "a < b <c>", "fraction": 1.0}]})

        assert words.told({"answers": [{"id": "a", "text": "a < b <c>", "fraction": 1.0}]}) == "a < b <c>, 100 %"
