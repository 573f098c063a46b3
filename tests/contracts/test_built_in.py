"""The plugins that Mafunzo brings keep the contract that it asks of everybody else's."""

import pytest

from lms.plugins.contract import PluginContract

pytestmark = pytest.mark.once


def _question(kind: str, key: list[str]) -> dict:
    options = [{"id": name, "text": f"Option {name}", "feedback": f"Why {name} is tempting"} for name in ("a", "b", "c")]
    return {"kind": kind, "language": "", "stem": "Which one?", "options": options, "key": key, "feedback": "Because of the law."}


class TestQuestions(PluginContract):
    plugin = "questions"


class TestQuiz(PluginContract):
    plugin = "quiz"
    definitions = {
        "quiz": {
            "introduction": "", "pass_mark": 0.7, "attempts": 2, "shuffle": True,
            "pools": [{"number": 2, "questions": ["q1", "q2"]}],
            "questions": {"q1": _question("single", ["a"]), "q2": _question("multiple", ["a", "b"])},
        }
    }  # fmt: skip
    answers = {"quiz": [{"q:q1": ["b"], "flag": ["q2"]}, {"q:q2": ["a", "b"], "unflag": ["q2"]}, {"q:q1": [""]}, {"submit": ["1"]}]}
    hidden = {"quiz": ["tempting", "Because of the law."]}
