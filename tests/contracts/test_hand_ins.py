"""The plugin of hand-ins keeps the contract, and so do its type of question and its activity."""

import json

import pytest

from lms.foundation.plugins.contract import PluginContract
from tests.assignment import building

from .test_built_in import LEVELS

pytestmark = pytest.mark.once

FILE = {"id": "00000000-0000-4000-8000-000000000001", "name": "scene.jpg", "size": 4711, "ending": "jpg"}
RUBRIC = [{"id": "means", "text": "The means", "levels": LEVELS}]


class TestHandIns(PluginContract):
    plugin = "assignment"
    bodies = {"work": {"words_min": None, "words_max": None, "lines": 12, "model": "", "rubric": RUBRIC}}
    replies = {"work": [{"": ["Debt, and threats."], "files": [json.dumps(FILE)]}, {"": ["  "]}, {"": ["Debt."]}]}
    definitions = {
        "hand-in": {
            "introduction": "Write the report.",
            "pass_mark": 0.5,
            "attempts": 1,
            "shuffle": False,
            "grading": "last",
            "sections": [
                {"heading": "", "introduction": "", "draws": [{"number": 1, "questions": ["work"], "mark": 1.0}]}
            ],
            "questions": {
                "work": {
                    "kind": "work",
                    "language": "",
                    "stem": "<p>Write the report.</p>",
                    "shown": {
                        "words_min": None,
                        "words_max": None,
                        "lines": 12,
                        "criteria": [{"id": "means", "text": "The means"}],
                        "text": True,
                    },
                    "key": {"words_min": None, "words_max": None, "rubric": RUBRIC},
                    "reveal": {},
                    "feedback": "",
                    "hints": [],
                }
            },
            "limits": {
                "files": 5,
                "megabytes": 20,
                "families": ["pictures"],
                "due_at": "",
                "penalty": 0.0,
                "groups": False,
            },
        }
    }
    answers = {"hand-in": [{"q:work": ["Debt."]}, {"q:work": ["Debt, and threats."]}, {"submit": ["1"]}]}
    facts = {"hand-in": [("scored", {"marks": {"work": {"fraction": 0.5}}}), ("returned", {"text": "Add the hours."})]}
    hidden = {"hand-in": ["Both are named"]}
    pages = {"hand-in": {"introduction": "Write the report.", "rubric": building.RUBRIC}}
