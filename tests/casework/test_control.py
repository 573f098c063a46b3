"""Whoever runs the exercise can always act: give, hold, pause, speak, finish, judge."""

import pytest

from assessments.casework.clock import begin_play, case_time, settle
from assessments.casework.reducer import Entry, play
from assessments.casework.refusals import Refused
from assessments.casework.scoring import score
from assessments.casework.state import CLOSED, CONTROL, DEBRIEF
from assessments.casework.visibility import seat_view

pytestmark = pytest.mark.once


def control(live, state, verb, at=0, **data):
    return play(live, state, Entry(CONTROL, verb, data, at)).state


def test_an_inject_that_is_held_waits_for_the_facilitator_alone(live, case):
    state = control(live, begin_play(live), "hold", inject="j01")
    assert "j01" not in settle(live, state, case.ends).given
    assert settle(live, control(live, state, "hold", inject="j01", held=False), 120).given["j01"] == 120
    assert control(live, state, "fire", at=500, inject="j01").given["j01"] == 500


def test_an_inject_is_given_once(live):
    state = control(live, begin_play(live), "fire", inject="j13")
    with pytest.raises(Refused, match="given"):
        control(live, state, "fire", inject="j13")


def test_in_a_pause_only_the_facilitator_acts(live):
    state = control(live, begin_play(live), "pause")
    with pytest.raises(Refused, match="paused"):
        play(live, state, Entry("fiu", "decide", {"decision": "money", "option": "open", "reason": "So"}))
    state = control(live, state, "resume")
    assert play(live, state, Entry("fiu", "decide", {"decision": "money", "option": "open", "reason": "So"})).news


def test_the_facilitator_speaks_as_anybody(live):
    state = control(live, begin_play(live), "say", to=["fiu"], text="The wallet moves", **{"as": "The operator"})
    assert [message.role for message in seat_view(live, state, "fiu").messages] == ["The operator"]
    assert seat_view(live, state, "labour").messages == ()


def test_a_run_is_closed_after_its_debrief(live):
    with pytest.raises(Refused, match="not_over"):
        control(live, begin_play(live), "close")
    state = control(live, begin_play(live), "finish")
    assert state.status == DEBRIEF
    with pytest.raises(Refused, match="over"):
        play(live, state, Entry("fiu", "decide", {"decision": "money", "option": "open", "reason": "So"}))
    assert control(live, state, "close").status == CLOSED


def test_an_evaluator_changes_marks_and_never_the_world(live):
    data = {"form": "request", "values": {"offence": "x"}, "marks": {"offence": 0}}
    state = play(live, begin_play(live), Entry("investigator", "send", data)).state
    judged = control(live, state, "judge", form="request", field="offence", marks=1)
    assert score(live, judged, "investigator").got == score(live, state, "investigator").got + 1
    assert judged.facts == state.facts
    with pytest.raises(Refused, match="marks"):
        control(live, state, "judge", form="request", field="offence", marks=2)


def test_turns_are_closed_where_there_are_turns(live, turns):
    with pytest.raises(Refused, match="no_turns"):
        control(live, begin_play(live), "tick")
    state = control(turns, begin_play(turns), "tick")
    assert (state.turn, state.at) == (1, turns.turn_ends[0])
    for _ in turns.turn_ends[1:]:
        state = control(turns, state, "tick")
    assert state.status == DEBRIEF


def test_in_turns_the_clock_stands_still_until_the_turn_is_closed(turns):
    entry = Entry("fiu", "decide", {"decision": "money", "option": "open", "reason": "So"}, at=9000)
    assert play(turns, begin_play(turns), entry).state.at == 0


def test_the_clock_of_the_case_follows_its_schedule():
    """Two hours of the case in an hour, a pause of ten minutes, then in step."""
    schedule = [(0.0, 0), (3600.0, 120), (4200.0, 120), (7800.0, 180)]
    assert [case_time(schedule, now) for now in (-5, 0, 1800, 3600, 4000, 4200, 6000, 9999)] == [
        0,
        0,
        60,
        120,
        120,
        120,
        150,
        180,
    ]
    assert case_time([], 5) == 0
