"""Turning points say what would have been: the same as another engine finds, which plays the case minute by minute."""

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings

from assessments.casework.clock import begin_play, settle
from assessments.casework.definition.case import Case
from assessments.casework.reducer import Entry, play
from assessments.casework.refusals import Refused
from assessments.casework.replays import turning_points
from assessments.casework.script import Script, script
from assessments.casework.state import LIVE
from tests.examples import examples

from .diary import Diary
from .small_cases import CASES
from .test_laws import random_play
from .test_small_cases import LAWS, SEEDS

pytestmark = pytest.mark.once


def by_hand(case: Case, log: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Marks of the team and danger that the better option of each decision would have changed, where it would."""
    lived, found = Diary(case, log), {}
    for decision in case.decisions:
        option, seat = lived.made.get(decision.id, ("", ""))
        better = max(decision.options, key=lambda one: one.marks)
        if seat and next(one.marks for one in decision.options if one.id == option) != better.marks:
            other = Diary(case, [with_option(entry, decision.id, better.id) for entry in log])
            found[decision.id] = (other.marks() - lived.marks(), other.danger() - lived.danger())
    return {decision: changed for decision, changed in found.items() if changed != (0, 0)}


def relying(played: Script, log: list[Entry]) -> list[Entry]:
    """What is possible of it, with every decision relying on all that its seat knew."""
    state, taken = begin_play(played), []
    for entry in log:
        if entry.verb == "decide":
            cards = [told.card for told in settle(played, state, entry.at).told[entry.seat]]
            entry = replace(entry, data={**entry.data, "relies": cards})
        try:
            state = play(played, state, entry).state
        except Refused:
            continue
        taken.append(entry)
    return taken


def with_option(entry: dict[str, Any], decision: str, option: str) -> dict[str, Any]:
    if entry["data"].get("decision") != decision:
        return entry
    return {**entry, "data": {**entry["data"], "option": option}}


@given(case=CASES, seed=SEEDS)
@settings(LAWS, max_examples=examples(200))
def test_are_those_that_another_engine_finds(case, seed):
    """Decisions that close at once leave nothing to anybody: they are open here until the end."""
    case = replace(case, decisions=tuple(replace(one, closes=one.closes or None) for one in case.decisions))
    played = script(case, seed, LIVE)
    _state, lived = random_play(played, seed, 40)
    log = relying(played, [entry for entry in lived if entry.verb in ("decide", "share")])
    found = turning_points(played, log, top=len(case.decisions))
    assert {one.decision: (one.marks, one.danger) for one in found} == by_hand(case, [asdict(one) for one in log])
