"""The plugins that Mafunzo brings keep the contract that it asks of everybody else's."""

from datetime import timedelta

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from assessments.casework.definition.serialisation import case_json
from assessments.casework.definition.texts import texts_json
from assessments.scenario.scenes import case_of, texts_of
from courses.models import PaperPage
from lms.foundation.plugins.contract import PluginContract
from lms.learning.sessions.models import Attendance, Session
from lms.people.directory.models import Cohort
from tests.observation.building import criterion
from tests.questions import form, typed
from tests.scenario.scenes import CABIN, SCENES, STOP, stream

from .sample_files import FILES

pytestmark = pytest.mark.once
HOUR = timedelta(hours=1)


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
PICTURE = 4711


def _region(name: str, fraction: float, shape: str, *coords: float) -> dict:
    same = {"id": name, "label": f"The <{name}>", "feedback": f"Why {name} is tempting"}
    return {**same, "shape": shape, "coords": list(coords), "fraction": fraction}


REGIONS = [
    _region("stamp", 0.5, "circle", 0.7, 0.7, 0.1),
    _region("photo", 0.5, "polygon", 0.1, 0.1, 0.4, 0.1, 0.2, 0.5),
    _region("name", -0.5, "rect", 0.5, 0.1, 0.9, 1 / 3),
]
LEVELS = [
    {"id": "none", "text": "Neither is named", "points": 0.0},
    {"id": "both", "text": "Both are named", "points": 2.5},
]


class TestQuestions(PluginContract):
    @pytest.fixture(autouse=True)
    def paper(self, site):
        """The form of which the sample of a form asks the fields."""
        blocks = [{"type": "field", "value": field} for field in form.PAPER_FIELDS.values()]
        site.add_child(instance=PaperPage(title="Sample", slug="sample", fields=blocks))

    @pytest.fixture(autouse=True)
    def picture(self, db):
        """The one that the sample of a hot spot shows."""
        get_image_model().objects.create(pk=PICTURE, title="A passport", file=get_test_image_file())

    plugin, files = "questions", FILES
    bodies = {
        "single": {"options": _options(a=1.0, b=0.5, c=0.0)},
        "multiple": {"options": _options(a=0.5, b=0.5, c=-0.5), "scoring": "weights"},
        "truefalse": {"options": [option | {"text": option["id"]} for option in _options(true=0.0, false=1.0)]},
        "matching": PAIRS,
        "ordering": {"items": _items(a="First", b="Second", c="Third"), "scoring": "run"},
        "classification": BINS,
        **typed.BODIES,
        "hotspot": {"image": PICTURE, "alt": "A passport", "regions": REGIONS, "several": True},
        "freetext": {
            "words_min": 5,
            "words_max": None,
            "lines": 6,
            "model": "<p>Debt and threats</p>",
            "rubric": [{"id": "means", "text": "The means", "levels": LEVELS}],
        },
        "form": form.BODY,
        "rating": {
            "statements": [{"id": "a", "text": "I can <b>ask</b>"}, {"id": "b", "text": "I can refer"}],
            "points": 4,
            "low": "Not at all",
            "high": "Completely",
        },
    }
    replies = {
        "single": [{"": ["a"]}, {"": ["b"]}, {"": [""]}],
        "multiple": [{"": ["", "a", "b"]}, {"": ["", "c"]}, {"": [""]}],
        "truefalse": [{"": ["false"]}, {"": ["true"]}],
        "matching": [{"a": ["2"], "b": ["1"], "c": ["1"]}, {"a": ["3"], "b": [""]}, {"a": [""]}],
        "ordering": [{"a": ["1"], "b": ["2"], "c": ["3"]}, {"a": ["2"], "b": ["2"]}, {"a": [""]}],
        "classification": [{"a": ["1"], "b": ["1"], "c": ["2"], "d": ["3"]}, {"a": ["2"], "d": [""]}, {"a": [""]}],
        **typed.REPLIES,
        "hotspot": [
            {"": ["", "stamp", "photo"]},
            {"": ["elsewhere"]},
            {"": [""]},
            {"": ["", "name"], "at.x": ["210"], "at.y": ["210"]},
        ],
        "freetext": [{"": ["Debt, and threats against her family.\r\n\r\nAlso: no papers."]}, {"": ["  "]}],
        "form": form.REPLIES,
        "rating": [{"a": ["4"], "b": ["1"]}, {"a": ["2"]}, {"b": [""]}, {}],
    }


def _question(kind: str, key: dict) -> dict:
    """As the quiz keeps it in its definition."""
    options = _options(**key["fractions"])
    return {
        "kind": kind,
        "language": "",
        "stem": "Which one?",
        "key": key,
        "feedback": "Because of the law.",
        "hints": ["Think of the means."],
        "shown": {"options": [{"id": option["id"], "text": option["text"]} for option in options]},
        "reveal": {"feedback": {option["id"]: option["feedback"] for option in options}},
    }


def _older(kind: str, right: str) -> dict:
    """A question as version 1 of the quiz kept it in its definition."""
    options = [{"id": name, "text": f"Option {name}", "feedback": f"Why {name}"} for name in "abc"]
    about = {"kind": kind, "language": "", "stem": "Which one?", "feedback": "Because of the law."}
    return {**about, "key": list(right), "options": options}


ONE = _question("single", {"fractions": {"a": 1.0, "b": 0.0, "c": 0.0}})
SEVERAL = _question("multiple", {"fractions": {"a": 0.5, "b": 0.5, "c": 0.0}, "scoring": "all"})


class TestQuiz(PluginContract):
    plugin = "quiz"
    definitions = {
        "quiz": {
            "introduction": "",
            "pass_mark": 0.7,
            "attempts": 2,
            "shuffle": True,
            "sections": [
                {"heading": "", "introduction": "", "draws": [{"number": 2, "questions": ["q1", "q2"], "mark": 1.0}]}
            ],
            "questions": {"q1": ONE, "q2": SEVERAL},
        }
    }
    answers = {
        "quiz": [
            {"q:q1": ["b"], "flag": ["q2"]},
            {"q:q2": ["a", "b"], "unflag": ["q2"]},
            {"q:q1": [""]},
            {"submit": ["1"]},
        ]
    }
    hidden = {"quiz": ["tempting", "Because of the law.", "Think of the means."]}
    older = {
        "quiz": {
            1: {
                "definition": {
                    "introduction": "",
                    "pass_mark": 0.7,
                    "attempts": 2,
                    "shuffle": True,
                    "pools": [{"number": 2, "questions": ["q1", "q2"]}],
                    "questions": {"q1": _older("single", "a"), "q2": _older("multiple", "ab")},
                },
                "form": {
                    "pass_mark": 0.7,
                    "items": [
                        {"id": "q1", "kind": "single", "order": ["b", "c", "a"], "key": ["a"]},
                        {"id": "q2", "kind": "multiple", "order": ["c", "a", "b"], "key": ["a", "b"]},
                    ],
                },
                "state": {"responses": {"q1": ["b"]}, "flags": ["q2"]},
                "answers": [{"q:q2": ["", "a", "b"]}, {"submit": ["1"]}],
                "score": 0.5,
            }
        }
    }


def _scenario() -> dict:
    """As the plugin keeps it in its definition."""
    scenes = SCENES
    return {
        "case": case_json(case_of(scenes, 0.7)),
        "texts": texts_json(texts_of(scenes, "At the checkpoint", "Exploitation is hinted at.")),
        "feedback": "at the end",
        "introduction": "You are on duty at a road.",
        "wellbeing": "You can stop at any time.",
    }


class TestScenario(PluginContract):
    plugin = "scenario"
    definitions = {"scenario": _scenario()}
    answers = {
        "scenario": [
            {"scene": [STOP], "choice": [SCENES[0].choices[1].id]},
            {"scene": [CABIN], "choice": [SCENES[1].choices[0].id]},
        ]
    }
    hidden = {"scenario": ["Apart, people can speak.", "Nobody asked them anything.", "He hears every word."]}
    pages = {"scenario": {"scenes": stream(), "content_note": "Exploitation is hinted at."}}


class TestRefreshers(PluginContract):
    plugin = "refreshers"


class TestSessions(PluginContract):
    plugin = "meetings"
    definitions = {"session": {"minutes": 300, "share": 80, "excused": True, "text": "Four drills."}}
    facts = {
        "session": [
            ("attended", {"session": 1, "status": "late", "minutes": 100, "length": 150}),
            ("attended", {"session": 2, "status": "excused", "minutes": 0, "length": 150}),
            ("attended", {"session": 2, "status": "absent", "minutes": 0, "length": 150}),
        ]
    }
    pages = {"session": {"minutes": 300, "introduction": "Four drills."}}

    def make_row(self, figure, enrolment, at):
        place = enrolment.institution
        cohort, _made = Cohort.objects.get_or_create(institution=place, name="Of the contract")
        about = {"cohort": cohort, "institution": place, "title": "Interviewing", "room": "Hall 2"}
        session = Session.objects.create(planned_at=at - 2 * HOUR, ends_at=at - HOUR, **about)
        attended = {"status": "present", "minutes": 60, "way": "list", "at": at}
        Attendance.objects.create(session=session, learner=enrolment.learner, **attended)


class TestConversations(PluginContract):
    plugin = "conversations"


class TestCalendar(PluginContract):
    plugin = "calendar"
    arguments = {"feed": {"secret": "c0ffee"}}


CHECKLIST = {
    "criteria": [
        {
            "id": "safe",
            "text": "Asks whether the person is safe",
            "help": "Before anything else.",
            "must": True,
            "levels": [{"id": "no", "text": "No", "points": 0.0}, {"id": "yes", "text": "At once", "points": 2.5}],
        }
    ],
    "enough": 60,
    "counts": "last",
    "text": "You meet somebody at the gate.",
    "observer": "Play the person; say nothing of your brother.",
    "photo": True,
}


class TestChecklists(PluginContract):
    plugin = "observation"
    definitions = {"checklist": CHECKLIST}
    hidden = {"checklist": ["say nothing of your brother"]}
    facts = {
        "checklist": [
            ("observed", {"finding": "1", "levels": {"safe": "yes"}}),
            ("acknowledged", {}),
        ]
    }
    pages = {
        "checklist": {
            "introduction": "You meet somebody at the gate.",
            "criteria": [criterion("Asks whether the person is safe", ("No", 0), ("At once", 2.5), must=True)],
        }
    }
