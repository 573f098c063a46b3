"""The plugins that Mafunzo brings keep the contract that it asks of everybody else's."""

import pytest

from lms.plugins.contract import PluginContract
from tests.questions import typed

pytestmark = pytest.mark.once


def _options(**fractions: float) -> list[dict]:
    return [
        {"id": name, "text": f"Option <b>{name}</b>", "fraction": fraction, "feedback": f"Why {name} is tempting"}
        for name, fraction in fractions.items()
    ]


def _items(**texts: str) -> list[dict]:
    return [{"id": name, "text": f"<b>{text}</b>"} for name, text in texts.items()]


def _sorted(**texts: str) -> list[dict]:
    return [item | {"feedback": f"Why {item['id']} belongs there"} for item in _items(**texts)]


PAIRS = {
    "pairs": [
        {**pair, "match": match}
        for pair, match in zip(_items(a="Consent", b="Force", c="Fraud"), ["Nothing", "Means", "Means"], strict=True)
    ],
    "extras": [{"id": "x", "match": "Purpose"}],
    "scoring": "each",
}
BINS = {
    "bins": [
        {"id": "act", "text": "Act", "items": _sorted(a="Recruitment", b="Transport")},
        {"id": "means", "text": "Means", "items": _sorted(c="Force")},
    ],
    "extras": _sorted(d="A border"),
    "scoring": "each",
}


class TestQuestions(PluginContract):
    plugin = "questions"
    bodies = {
        "single": {"options": _options(a=1.0, b=0.5, c=0.0)},
        "multiple": {"options": _options(a=0.5, b=0.5, c=-0.5), "scoring": "weights"},
        "truefalse": {"options": [option | {"text": option["id"]} for option in _options(true=0.0, false=1.0)]},
        "matching": PAIRS,
        "ordering": {"items": _items(a="First", b="Second", c="Third"), "scoring": "run"},
        "classification": BINS,
        **typed.BODIES,
    }
    replies = {
        "single": [{"": ["a"]}, {"": ["b"]}, {"": [""]}],
        "multiple": [{"": ["", "a", "b"]}, {"": ["", "c"]}, {"": [""]}],
        "truefalse": [{"": ["false"]}, {"": ["true"]}],
        "matching": [{"a": ["2"], "b": ["1"], "c": ["1"]}, {"a": ["3"], "b": [""]}, {"a": [""]}],
        "ordering": [{"a": ["1"], "b": ["2"], "c": ["3"]}, {"a": ["2"], "b": ["2"]}, {"a": [""]}],
        "classification": [{"a": ["1"], "b": ["1"], "c": ["2"], "d": ["3"]}, {"a": ["2"], "d": [""]}, {"a": [""]}],
        **typed.REPLIES,
    }


def _question(kind: str, key: dict) -> dict:
    """As the quiz keeps it in its definition."""
    options = _options(**key["fractions"])
    return {
        "kind": kind, "language": "", "stem": "Which one?", "key": key, "feedback": "Because of the law.", "hints": ["Think of the means."],
        "shown": {"options": [{"id": option["id"], "text": option["text"]} for option in options]},
        "reveal": {"feedback": {option["id"]: option["feedback"] for option in options}},
    }  # fmt: skip


ONE = _question("single", {"fractions": {"a": 1.0, "b": 0.0, "c": 0.0}})
SEVERAL = _question("multiple", {"fractions": {"a": 0.5, "b": 0.5, "c": 0.0}, "scoring": "all"})


class TestQuiz(PluginContract):
    plugin = "quiz"
    definitions = {
        "quiz": {
            "introduction": "", "pass_mark": 0.7, "attempts": 2, "shuffle": True,
            "pools": [{"number": 2, "questions": ["q1", "q2"]}],
            "questions": {"q1": ONE, "q2": SEVERAL},
        }
    }  # fmt: skip
    answers = {"quiz": [{"q:q1": ["b"], "flag": ["q2"]}, {"q:q2": ["a", "b"], "unflag": ["q2"]}, {"q:q1": [""]}, {"submit": ["1"]}]}
    hidden = {"quiz": ["tempting", "Because of the law.", "Think of the means."]}
