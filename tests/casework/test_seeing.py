"""No seat sees what is another's: each word of the case is looked for in what a seat is shown."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assessments.casework.clock import begin_play
from assessments.casework.reducer import Entry, play
from assessments.casework.refusals import Refused
from assessments.casework.script import script
from assessments.casework.state import CONTROL, LIVE, TURNS
from assessments.casework.visibility import card_minutes, changed_seats, facilitator_board, seat_view

from .test_laws import LAWS, SEEDS, random_play

pytestmark = pytest.mark.once


@given(seed=SEEDS)
@LAWS
def test_a_view_has_the_cards_that_were_told_and_nothing_of_others(live, seed):
    state, _ = random_play(live, seed)
    for seat in live.seats:
        view = seat_view(live, state, seat)
        shown = json.dumps(asdict(view))
        assert {told.card for told in view.cards} == {told.card for told in state.told[seat]}
        others = [id for id, decision in live.decisions.items() if decision.seat != seat]
        assert not {id for id, _ in view.made} & set(others)
        assert not {question.id for question in view.questions} & set(others)
        assert not any(f'"{card}"' in shown for card in live.cards if not state.knows(seat, card))
        assert not any(f'"{inject.id}"' in shown for inject in live.case.injects)
        for name in ("marks", "never", "feedback", "then", "since", "armed"):
            assert f'"{name}"' not in shown


@given(seed=SEEDS, mode=some.sampled_from([LIVE, TURNS]))
@LAWS
def test_whoever_sees_anything_else_after_a_step_is_named_and_nobody_else(case, seed, mode):
    played = script(case, seed, mode)
    _state, log = random_play(played, seed)
    state = begin_play(played)
    for entry in [*log, Entry(CONTROL, "pause"), Entry(CONTROL, "resume"), Entry(CONTROL, "finish")]:
        try:
            after = play(played, state, entry).state
        except Refused:
            continue
        for then in (state, replace(state, at=after.at)):
            others = [seat for seat in played.seats if seat_view(played, then, seat) != seat_view(played, after, seat)]
            assert changed_seats(played, then, after) == others, entry
        state = after


def test_a_meter_beyond_its_end_shows_nothing_new(case):
    facts = tuple(replace(fact, seen_by=("fiu",)) if fact.high is not None else fact for fact in case.facts)
    played = script(replace(case, facts=facts), 1, LIVE)
    [meter] = [fact for fact in facts if fact.seen_by == ("fiu",) and fact.high is not None]
    state = begin_play(played)
    full, beyond = (replace(state, facts=state.facts | {meter.id: meter.high + more}) for more in (0, 5))
    assert changed_seats(played, state, full) == ["fiu"]
    assert changed_seats(played, full, beyond) == []


def test_the_options_of_a_question_do_not_give_the_answer_by_their_order(case):
    first = [script(case, seed, "live").order["assess"][0] for seed in range(60)]
    assert set(first) == {"joint", "go", "wait"}


def test_facts_are_shown_to_those_who_may_see_them(live):
    state = begin_play(live)
    assert seat_view(live, state, "fiu").facts == (("safe", False), ("plan", False))


def test_the_facilitator_sees_how_each_inject_stands(live):
    state = play(live, begin_play(live), Entry(CONTROL, "hold", {"inject": "j01"})).state
    lines = {line.id: (line.standing, line.due_at) for line in facilitator_board(live, state).injects}
    assert lines["j01"] == ("held", None)
    assert lines["j07"] == ("armed", 4320)
    assert lines["j08"] == ("waiting", None)
    state = play(live, state, Entry(CONTROL, "fire", {"inject": "j01", "text": "Another wording"}, at=30)).state
    assert {line.id: line.standing for line in facilitator_board(live, state).injects}["j01"] == "given"
    assert seat_view(live, state, "investigator").cards[-1].words == "Another wording"
    assert card_minutes(state)["c_call2"] == {"investigator": 30}
