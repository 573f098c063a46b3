"""*The quarry road*: nothing is wrong with it, and its recorded paths come out as they are known to."""

import json

import pytest

from assessments.casework.checking import check
from assessments.casework.folders import SHIPPED, open_folder
from assessments.casework.logs import follow, read_log
from assessments.casework.replaying import turning_points
from assessments.casework.scoring import measures, score, team
from assessments.casework.script import script
from assessments.casework.state import LIVE

FOLDER = SHIPPED / "quarry-road"
PATHS = (
    "good",
    "everybody-into-the-net",
    "a-matter-of-wages",
    "a-colleague-asks",
    "beds-for-those-who-talk",
)
NO = False
SEATS = (
    ("labour", (100, 75, 45, 85, 80)),
    ("investigator", (100, 41, 81, 89, 78)),
    ("child", (100, 86, 86, 76, 81)),
    ("fiu", (100, 83, 64, 83, 78)),
    ("prosecutor", (100, 68, 58, 74, 63)),
    ("coordinator", (100, 61, 83, 83, 56)),
    ("integrity", (100, 85, 85, 45, 80)),
)
TEAM = (12, 9, 9, 9, 8)
NEVERS = (
    {},
    {"investigator": ("entry",)},
    {},
    {"child": ("boys",), "integrity": ("list",)},
    {"prosecutor": ("charge",), "coordinator": ("sort",)},
)
FAILED = (
    set(),
    {"investigator", "prosecutor", "coordinator"},
    {"labour", "fiu", "prosecutor"},
    {"child", "integrity"},
    {"prosecutor", "coordinator"},
)
FIRST = (None, "entry", "backpay", "boys", "charge")
"""The turning point that is named first."""
MEASURES = (
    ("time_to_safety", (21.0, 60.0, 21.0, 21.0, 21.0)),
    ("time_to_children_safe", (22.0, 22.0, 22.0, None, 22.0)),
    ("time_to_beds", (1.0, 48.0, 1.0, 1.0, 1.0)),
    ("victim_detained", (NO, True, NO, NO, NO)),
    ("victim_charged", (NO, NO, NO, NO, True)),
    ("wrong_charge", (NO, NO, True, NO, NO)),
    ("interviews_per_victim", (1, 3, 1, 1, 3)),
    ("controller_present", (NO, NO, NO, NO, NO)),
    ("time_to_financial_step", (4.0, 4.0, None, 4.0, 4.0)),
    ("money_lost", (NO, NO, NO, NO, NO)),
    ("wages_secured", (100, 100, 0, 100, 100)),
    ("claims_signed_away", (NO, NO, True, NO, NO)),
    ("independent_evidence", (18, 12, 11, 14, 16)),
    ("consent_recorded", (True, NO, True, True, NO)),
    ("assistance_tied", (NO, NO, NO, NO, True)),
    ("day_workers_labelled", (0, 8, 0, 0, 0)),
    ("victims_overlooked", (0, 0, 0, 0, 0)),
    ("children_returned", (NO, NO, NO, True, NO)),
    ("list_shown", (NO, NO, NO, True, NO)),
    ("time_to_corruption_report", (26.0, 26.0, 26.0, None, 26.0)),
    ("death_reopened", (True, True, NO, True, True)),
    ("books_rewritten", (NO, True, True, True, NO)),
    ("channel", ("right", "right", "none", "right", "right")),
    ("shared_beyond_need", (0, 0, 0, 1, 0)),
    ("danger_at_end", (0, 5, 4, 5, 2)),
)


@pytest.fixture(scope="module")
def opened():
    return open_folder(FOLDER)


@pytest.fixture(scope="module")
def live(opened):
    return script(opened.case, 1, LIVE)


@pytest.fixture(params=enumerate(PATHS), ids=PATHS)
def played(request, live, opened):
    number, name = request.param
    log = read_log(json.loads((FOLDER / "paths" / f"{name}.json").read_text()))
    return number, follow(live, opened.texts["en"], log, to_end=True)


def test_nothing_is_wrong_and_there_is_nothing_to_ask(opened):
    assert check(opened.case, opened.texts["en"]) == []


def test_it_has_the_size_that_a_class_plays_in_a_day(opened):
    case = opened.case
    assert (len(case.seats), len(case.injects), len(case.decisions), len(case.forms)) == (7, 13, 18, 4)
    assert (case.ends, len(case.turns)) == (7 * 24 * 60, 5)


def test_the_shortest_option_is_seldom_the_best(opened):
    shortest = 0
    for decision in opened.case.decisions:
        words = opened.texts["en"].of("decisions", decision.id)["options"]
        best = max(decision.options, key=lambda option: option.marks).id
        shortest += len(words[best]["text"]) == min(len(option["text"]) for option in words.values())
    assert shortest <= len(opened.case.decisions) / 3


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


def test_the_decision_that_mattered_most_is_named_first(played, live):
    number, outcome = played
    found = [turn.decision for turn in turning_points(live, outcome.log)]
    assert (found[0] if found else None) == FIRST[number]


def test_nothing_on_the_good_path_is_refused(live, opened):
    log = read_log(json.loads((FOLDER / "paths" / "good.json").read_text()))
    assert follow(live, opened.texts["en"], log).refused == []
