"""The five played paths of *The guesthouse* come out as they are known to, to the last figure."""

import pytest

from assessments.casework.logs import follow, read_log
from assessments.casework.replaying import turning_points
from assessments.casework.scoring import measures, score, team

from .paths import MISTAKES, path

NO = False
MEASURES = (
    ("time_to_safety", (19.0, 60.0, 19.0, 19.0, 19.0)),
    ("time_to_referral", (4.0, 12.0, 4.0, 4.0, 4.0)),
    ("victim_detained", (NO, NO, True, NO, NO)),
    ("victim_charged", (NO, NO, True, NO, NO)),
    ("wrong_charge", (NO, NO, NO, NO, True)),
    ("interviews_per_victim", (1.0, 3.25, 1.0, 1.0, 3.0)),
    ("controller_present", (NO, True, NO, NO, NO)),
    ("time_to_financial_step", (5.0, 5.0, 5.0, None, 5.0)),
    ("money_lost", (NO, NO, NO, True, NO)),
    ("independent_evidence", (16, 14, 16, 8, 16)),
    ("consent_recorded", (True, True, True, True, NO)),
    ("assistance_tied", (NO, NO, NO, NO, True)),
    ("channel", ("right", "right", "right", "right", "right")),
    ("shared_beyond_need", (0, 0, 0, 0, 0)),
    ("danger_at_end", (0, 5, 2, 0, 2)),
    ("moved_before_rescue", (NO, True, NO, NO, NO)),
)
TEAM = (12, 9, 8, 9, 8)
SEATS = (
    ("investigator", (100, 57, 91, 77, 86)),
    ("prosecutor", (100, 77, 73, 88, 65)),
    ("labour", (100, 86, 81, 69, 81)),
    ("immigration", (100, 75, 67, 85, 80)),
    ("fiu", (100, 83, 78, 64, 78)),
    ("service", (100, 59, 82, 86, 82)),
    ("coordinator", (100, 75, 78, 83, 67)),
)
NEVERS = (
    {},
    {"investigator": ("interpreter",)},
    {"prosecutor": ("charge",), "immigration": ("stay",)},
    {},
    {"prosecutor": ("home",), "coordinator": ("consent",)},
)
FAILED = (
    set(),
    {"investigator", "service"},
    {"prosecutor", "immigration"},
    {"labour", "fiu"},
    {"prosecutor", "coordinator"},
)
TURNS = (
    [],
    [("rescue", 0, -7), ("assess", 0, -3), ("place", 0, -2)],
    [("charge", 2, 0)],
    [("scene", 2, 0)],
    [("charge", 2, 0), ("consent", 1, 0)],
)


@pytest.fixture(params=enumerate(MISTAKES), ids=list(MISTAKES))
def played(request, live, texts):
    number, name = request.param
    return number, follow(live, texts, read_log(path(name)), to_end=True)


def test_the_figures_are_those_of_the_case(played, live):
    number, outcome = played
    assert measures(live, outcome.state) == {name: values[number] for name, values in MEASURES}


def test_marks_and_mistakes_are_those_of_the_case(played, live):
    number, outcome = played
    scores = {seat: score(live, outcome.state, seat) for seat in live.seats}
    assert {seat: round(each.share * 100) for seat, each in scores.items()} == {
        seat: shares[number] for seat, shares in SEATS
    }
    assert {seat: each.nevers for seat, each in scores.items() if each.nevers} == NEVERS[number]
    assert {seat for seat, each in scores.items() if not each.passed} == FAILED[number]
    assert sum(marks.got for marks in team(live, outcome.state)) == TEAM[number]


def test_what_nobody_decided_is_told_apart(played):
    number, outcome = played
    by_default = [id for id, made in outcome.state.made.items() if not made.seat]
    assert by_default == (["interview", "permit", "family"] if number == 1 else [])


def test_the_decisions_that_mattered_are_found(played, live):
    number, outcome = played
    found = [(turn.decision, turn.marks, turn.danger) for turn in turning_points(live, outcome.log)]
    assert found[: len(TURNS[number])] == TURNS[number]
    assert bool(found) == bool(TURNS[number])


def test_on_the_good_path_35_entries_are_taken(live, texts):
    outcome = follow(live, texts, read_log(path("good")), to_end=True)
    assert len(outcome.log) == 35
    assert [(number, why.why) for number, why in outcome.refused] == [(9, "not_open")]
