"""The recorded paths of each case that comes with Mafunzo come out as they are known to, to the last figure."""

import json
from dataclasses import dataclass
from random import Random

import pytest

from assessments.casework.checking import check, check_languages
from assessments.casework.checking.trial_plays import careful_trial
from assessments.casework.debriefing import good_play
from assessments.casework.definition.case_folder import SHIPPED, CaseInLanguages, open_folder, shipped
from assessments.casework.logs import Outcome, play_log, read_log
from assessments.casework.replays import turning_points
from assessments.casework.scoring import measures, score, team_marks
from assessments.casework.script import Script, script
from assessments.casework.state import LIVE, TURNS

from .known import GUESTHOUSE, QUARRY, SHORES, Known

pytestmark = pytest.mark.once

CASES = (GUESTHOUSE, QUARRY, SHORES)
EVERY = [(known, number) for known in CASES for number in range(len(known.paths))]


@dataclass(frozen=True)
class Played:
    known: Known
    number: int
    script: Script
    outcome: Outcome


def opened(name: str) -> CaseInLanguages:
    return open_folder(SHIPPED / name)


def followed(name: str, path: str) -> tuple[Script, Outcome]:
    """The path to the end, with the clock going by itself."""
    case = opened(name)
    log = read_log(json.loads((SHIPPED / name / "paths" / f"{path}.json").read_text()))
    live = script(case.case, 1, LIVE)
    return live, play_log(live, case.texts["en"], log, to_end=True)


@pytest.fixture(scope="module", params=EVERY, ids=[f"{known.name}: {known.paths[number]}" for known, number in EVERY])
def played(request) -> Played:
    known, number = request.param
    return Played(known, number, *followed(known.name, known.paths[number]))


def test_every_case_is_known_with_each_of_its_recorded_paths():
    assert sorted(known.name for known in CASES) == shipped()
    for known in CASES:
        assert {file.stem for file in (SHIPPED / known.name / "paths").glob("*.json")} == {*known.paths}


def test_the_figures_are_those_of_the_case(played):
    known = {name: values[played.number] for name, values in played.known.measures}
    assert measures(played.script, played.outcome.state) == known


def test_marks_and_mistakes_are_those_of_the_case(played):
    number, state = played.number, played.outcome.state
    scores = {seat: score(played.script, state, seat) for seat in played.script.seats}
    assert {seat: round(each.share * 100) for seat, each in scores.items()} == {
        seat: shares[number] for seat, shares in played.known.seats
    }
    assert {seat: each.nevers for seat, each in scores.items() if each.nevers} == played.known.nevers[number]
    assert {seat for seat, each in scores.items() if not each.passed} == played.known.failed[number]
    assert sum(marks.got for marks in team_marks(played.script, state)) == played.known.team[number]


def test_the_decisions_that_mattered_are_found(played):
    turns, known = turning_points(played.script, played.outcome.log), played.known.turns[played.number]
    assert [turn.decision for turn in turns[: len(known)]] == [decision for decision, *_ in known]
    assert bool(turns) == bool(known)
    for turn, (_decision, marks, danger) in zip(turns, known, strict=False):
        assert marks is None or (turn.marks, turn.danger) == (marks, danger)


def test_what_nobody_decided_is_told_apart():
    _live, outcome = followed("guesthouse", "the-knock-at-the-door")
    assert [id for id, made in outcome.state.made.items() if not made.seat] == ["interview", "permit", "family"]


def test_on_the_good_path_of_the_guesthouse_35_entries_are_taken():
    _live, outcome = followed("guesthouse", "good")
    assert len(outcome.log) == 35
    assert [(number, why.why) for number, why in outcome.refused] == [(9, "not_open")]


@pytest.mark.parametrize("name", ["quarry-road", "two-shores"])
def test_nothing_on_the_good_path_is_refused(name):
    assert followed(name, "good")[1].refused == []


@pytest.mark.parametrize("known", CASES, ids=[known.name for known in CASES])
def test_the_good_path_of_a_case_is_found_by_its_name(known):
    case, (live, outcome) = opened(known.name).case, followed(known.name, "good")
    state = good_play(case)
    assert state is not None
    assert measures(live, state) == measures(live, outcome.state)


@pytest.fixture(scope="module")
def quarry() -> CaseInLanguages:
    return opened("quarry-road")


class TestQuarry:
    def test_nothing_is_wrong_and_there_is_nothing_to_ask(self, quarry):
        assert check(quarry.case, quarry.texts["en"]) == []

    def test_it_has_the_size_that_a_class_plays_in_a_day(self, quarry):
        case = quarry.case
        assert (len(case.seats), len(case.injects), len(case.decisions), len(case.forms)) == (7, 13, 18, 4)
        assert (case.ends, len(case.turns)) == (7 * 24 * 60, 5)

    def test_the_shortest_option_is_seldom_the_best(self, quarry):
        assert shortest_and_best(quarry, "en") <= len(quarry.case.decisions) / 3


def shortest_and_best(opened: CaseInLanguages, language: str) -> int:
    """In how many decisions the option that earns most is also the shortest."""
    found = 0
    for decision in opened.case.decisions:
        words = opened.texts[language].of("decisions", decision.id)["options"]
        best = max(decision.options, key=lambda option: option.marks).id
        found += len(words[best]["text"]) == min(len(option["text"]) for option in words.values())
    return found


@pytest.fixture(scope="module")
def shores() -> CaseInLanguages:
    return opened("two-shores")


class TestShores:
    def test_nothing_is_wrong_and_there_is_nothing_to_ask(self, shores):
        assert check_languages(shores.case, shores.texts) == []

    def test_it_has_the_size_that_two_countries_play_in_two_days(self, shores):
        case = shores.case
        assert (len(case.seats), len(case.injects), len(case.decisions), len(case.forms)) == (11, 32, 35, 8)
        assert (case.ends, len(case.turns)) == (7 * 24 * 60, 6)

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_the_shortest_option_is_seldom_the_best(self, shores, language):
        assert shortest_and_best(shores, language) <= len(shores.case.decisions) / 3

    def test_a_name_that_reaches_the_feared_state_from_an_officer_is_a_critical_mistake(self, shores):
        """As are a child handed over, a charge before screening, a removal, names for the media, tied help, a lock."""
        mistakes = {
            f"{decision.id}.{option.id}"
            for decision in shores.case.decisions
            for option in decision.options
            if option.never
        }
        assert mistakes == {
            "beach.names",
            "screen.men",
            "steersman.charge",
            "women.beds",
            "charge.oar",
            "aunt.give",
            "consul.list",
            "meeting.copy",
            "twelve.list",
            "early.keep",
            "back.hold",
        }

    def test_each_seat_has_a_part_in_at_least_three_turns(self, shores):
        lived = script(shores.case, 1, TURNS)
        idle = careful_trial(lived, Random(1)).idle
        assert max(idle[seat.id] for seat in shores.case.seats) <= len(shores.case.turns) - 3
