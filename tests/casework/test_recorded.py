"""The recorded paths of each case that comes with Mafunzo: the good one earns everything, each other fails a seat."""

import json

import pytest

from assessments.casework.definition.case_folder import SHIPPED, open_folder, shipped
from assessments.casework.logs import play_log, read_log
from assessments.casework.scoring import score, team_marks
from assessments.casework.script import script
from assessments.casework.state import LIVE

from .paths import path

PATHS = sorted(file.relative_to(SHIPPED) for file in SHIPPED.glob("*/paths/*.json"))


def played(file):
    opened = open_folder(SHIPPED / file.parts[0])
    live = script(opened.case, 1, LIVE)
    outcome = play_log(live, opened.texts["en"], read_log(json.loads((SHIPPED / file).read_text())), to_end=True)
    return live, outcome, {seat: score(live, outcome.state, seat) for seat in live.seats}


def test_each_case_has_a_good_path_and_a_mistake():
    for name in shipped():
        assert {file.stem for file in PATHS if file.parts[0] == name} > {"good"}


@pytest.mark.parametrize("file", [file for file in PATHS if file.stem == "good"], ids=str)
def test_the_good_path_earns_everything_in_every_seat(file):
    live, outcome, scores = played(file)
    assert {seat: each.share for seat, each in scores.items()} == dict.fromkeys(live.seats, 1)
    assert all(each.passed and not each.nevers for each in scores.values())
    assert all(marks.got == marks.offered for marks in team_marks(live, outcome.state))
    assert [id for id, made in outcome.state.made.items() if not made.seat] == []


@pytest.mark.parametrize("file", [file for file in PATHS if file.stem != "good"], ids=str)
def test_a_typical_mistake_fails_a_seat(file):
    _live, outcome, scores = played(file)
    assert any(not each.passed for each in scores.values())
    assert outcome.state.status == "debrief"


def test_the_good_path_of_the_guesthouse_is_the_one_whose_figures_are_known():
    assert json.loads((SHIPPED / "guesthouse" / "paths" / "good.json").read_text()) == path("good")
