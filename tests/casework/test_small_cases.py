"""The laws of a play, and of its debrief, over random small cases: what holds is not owed to the cases that ship."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from assessments.casework.clock import next_minute, settle
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.serialisation import case_json
from assessments.casework.presentation.board import board
from assessments.casework.reducer import Entry, play
from assessments.casework.replays import replay
from assessments.casework.scoring import score
from assessments.casework.script import Script, script
from assessments.casework.state import CONTROL, DEBRIEF, LIVE, OPEN, TURNS, State
from assessments.casework.visibility import seat_view
from tests.examples import examples

from .small_cases import CASES, ENDS
from .test_laws import random_play

pytestmark = pytest.mark.once

SEEDS = some.integers(0, 2**32)
MODES = some.sampled_from([LIVE, TURNS])
LAWS = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))


@given(case=CASES, seed=SEEDS, mode=MODES)
@LAWS
def test_every_run_ends_and_is_what_its_log_says(case, seed, mode):
    assert read_case(json.loads(json.dumps(case_json(case)))) == case
    played = script(case, seed, mode)
    state, log = random_play(played, seed, 30)
    told = [Entry(**each) for each in json.loads(json.dumps([asdict(entry) for entry in log]))]
    again = Script.read(json.loads(json.dumps(played.as_json())))
    assert replay(again, told).as_json() == state.as_json()
    assert State.read(json.loads(json.dumps(state.as_json()))) == state
    while state.status == OPEN and mode == TURNS:
        state = play(played, state, Entry(CONTROL, "tick")).state
    state = settle(played, state, case.ends)
    assert state.status == DEBRIEF and state.at <= case.ends and next_minute(played, state) is None


@given(case=CASES, seed=SEEDS)
@LAWS
def test_no_seat_sees_a_card_that_it_was_not_told(case, seed):
    played = script(case, seed, LIVE)
    state, _ = random_play(played, seed, 25)
    for seat in played.seats:
        view = seat_view(played, state, seat)
        assert {told.card for told in view.cards} == {told.card for told in state.told[seat]}
        assert all(played.decisions[question.id].seat == seat for question in view.questions)
        assert all(message.sender == seat or seat in message.to for message in view.messages)
    for seat in played.seats:
        found = score(played, state, seat)
        assert all(0 <= got <= offered for got, offered in found.steps.values())


@given(case=CASES)
@LAWS
def test_every_case_has_a_board(case):
    drawn = board(case)
    assert {(mark.kind, mark.id) for mark in drawn.marks} == {
        *(("inject", each.id) for each in case.injects),
        *(("decision", each.id) for each in case.decisions),
        *(("form", each.id) for each in case.forms),
    }
    assert all(0 <= mark.column < len(drawn.columns) and mark.seat in drawn.seats for mark in drawn.marks)
    longer = board(replace(case, ends=ENDS + 1440))
    assert longer.columns[-1].ends in (None, ENDS + 1440)
