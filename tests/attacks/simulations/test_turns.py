"""Simulations in turns: whoever plays once a turn loses nothing by what others do after them, in that turn or the last
one.
"""

from dataclasses import replace
from random import Random

import pytest

from assessments.casework import clock, scoring
from assessments.casework.checking import check
from assessments.casework.checking.trial_plays import careful_trial
from assessments.casework.clock import begin_play, closing_minute
from assessments.casework.definition.case import Case, Clause, Decision, Form, Option, Seat
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.casework.reducer import Entry, play
from assessments.casework.script import Script, script
from assessments.casework.state import CONTROL, TURNS, State

from ..mutation import held_by, instead

pytestmark = pytest.mark.django_db

RIGHT = (Option("right", marks=2), Option("wrong"))
CASE = Case(
    id="two-rooms",
    ends=300,
    turns=(100, 200, 300),
    seats=(Seat("guard"), Seat("nurse")),
    decisions=(
        Decision("door", "guard", RIGHT),
        Decision("wound", "nurse", RIGHT, (Clause("d:door", "=", "right"),), closes=30, default="wrong"),
    ),
    forms=(Form("report", "nurse", ("guard",), (), (Clause("d:door", "=", "right"),)),),
)
TICK = Entry(CONTROL, "tick")
DECIDED = Entry("guard", "decide", {"decision": "door", "option": "right", "reason": "Now"})
SHIPPED_TURNS = {"guesthouse": (1, 2, 3, 5, 7, 10), "quarry-road": (1, 2, 3, 5, 7)}
"""Days, as they were: what comes last in these cases then came in the last turn."""


def by_the_first_rules(script: Script, state: State, decision: Decision) -> int | None:
    return closing_minute(replace(script, rules=1), state, decision)


def played(case: Case, *entries: Entry) -> tuple[Script, State]:
    lived = script(case, 1, TURNS)
    state = begin_play(lived)
    for entry in entries:
        state = play(lived, state, entry).state
    return lived, state


def test_what_opens_in_a_turn_after_somebody_played_is_open_through_the_next():
    def is_closed_unseen() -> bool:
        """The nurse looked before the guard decided."""
        _lived, state = played(CASE, TICK, DECIDED, TICK)
        return "wound" in state.made

    held_by(instead(clock, "closing_minute", by_the_first_rules), attack=is_closed_unseen)
    assert played(CASE, TICK, DECIDED, TICK, TICK)[1].made["wound"].seat == ""


def test_what_opens_in_the_last_turn_costs_nobody_marks_and_is_decided_by_nobody():
    def costs() -> bool:
        lived, state = played(CASE, TICK, TICK, DECIDED, TICK)
        return scoring.score(lived, state, "nurse").offered > 0 or "wound" in state.made

    asked = instead(scoring, "is_offered", lambda script, state, name: name in state.opened)
    held_by(asked, attack=costs)


@pytest.mark.parametrize(("name", "seat"), [("guesthouse", "service"), ("quarry-road", "coordinator")])
def test_a_case_that_ends_before_somebody_is_asked_takes_none_of_their_marks(name, seat):
    """With everybody careful, playing once a turn; the checker says of that case what comes too late."""
    opened = open_folder(SHIPPED / name)
    case = replace(opened.case, turns=tuple(day * 1440 for day in SHIPPED_TURNS[name]))

    def costs() -> bool:
        lived = script(case, 1, TURNS)
        own = scoring.score(lived, careful_trial(lived, Random(1)).state, seat)
        return own.got < own.offered - 0.5

    asked = instead(scoring, "is_offered", lambda script, state, name: name in state.opened)
    held_by(asked, attack=costs)
    words = next(iter(opened.texts.values()))
    assert "opens_late" in {one.what for one in check(case, words)} - {one.what for one in check(opened.case, words)}
