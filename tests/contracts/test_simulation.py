"""Simulations keep the contract of plugins, too."""

import json

import pytest

from assessments.simulation.page.case_files import split_case
from lms.foundation.plugins.contract import PluginContract
from tests.casework.paths import GUESTHOUSE

pytestmark = pytest.mark.once
PARTS = split_case(json.loads(GUESTHOUSE.read_text()))


class TestSimulation(PluginContract):
    plugin = "simulation"
    definitions = {
        "simulation": {
            "case": PARTS.structure,
            "texts": PARTS.texts,
            "introduction": "Seven agencies, one case.",
            "wellbeing": "You can stop at any time.",
        }
    }
    hidden = {"simulation": ["passport", "Four hours bought a picture", "The boy’s hand", "traffick"]}
    facts = {
        "simulation": [
            ("entered", {"run": "0198", "seq": 1}),
            ("scored", {"run": "0198", "score": 0.75, "passed": True, "nevers": []}),
        ]
    }
    pages = {"simulation": {"structure": PARTS.structure, "texts": {"en": PARTS.texts}}}
