"""The figures of *The guesthouse* are those that an examiner works out by hand from the log, whoever played."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from assessments.casework import measures, play_log, read_log
from assessments.casework.definition.parsing import read_case
from assessments.casework.definition.texts import texts_of
from assessments.casework.script import script
from assessments.casework.state import LIVE
from tests.examples import examples

from .examiner import ENDS, Sheet
from .paths import FORMS, MISTAKES, path

pytestmark = pytest.mark.once

HALF_EMPTY = {name: {} for name in FORMS}


def compared(file, log):
    """What the engine says, and what the examiner does, of a log as it was taken, to the end of the case."""
    case = read_case(file)
    played = script(case, 1, LIVE)
    outcome = play_log(played, texts_of(file), read_log(log), to_end=True)
    taken = [{"seat": one.seat, "verb": one.verb, "data": one.data, "at": one.at} for one in outcome.log]
    return measures(played, outcome.state), Sheet(taken).figures()


@pytest.mark.parametrize("name", MISTAKES)
def test_of_a_recorded_path(file, name):
    found, by_hand = compared(file, path(name))
    assert by_hand == found


def test_where_nobody_plays_and_what_never_happened_is_empty(file):
    found, by_hand = compared(file, [])
    assert by_hand == found
    assert (by_hand["time_to_financial_step"], by_hand["time_to_referral"]) == (None, None)
    assert by_hand["time_to_safety"] > 100 and by_hand["money_lost"] is True


@given(some.integers(0, 10**6))
@settings(max_examples=examples(100))
def test_of_anybody_who_decides_anything_at_any_time(file, seed):
    chance, log = Random(seed), []
    careful = chance.choice([0.2, 0.9])  # where most goes wrong, danger is at its limit
    for decision in file["decisions"]:
        for _try in range(4):
            options = decision["options"]
            best = max(options, key=lambda option: option.get("marks", 0))
            option = (best if chance.random() < careful else chance.choice(options))["id"]
            data = {"decision": decision["id"], "option": option, "reason": "So"}
            log.append({"seat": decision["seat"], "verb": "decide", "data": data, "at": chance.randrange(ENDS)})
    for form in ("request", "referral"):
        data = {"form": form, "values": chance.choice([FORMS, HALF_EMPTY])[form]}
        log.append({"seat": "investigator", "verb": "send", "data": data, "at": chance.randrange(ENDS)})
    for card, seats in (("c_trace", ["labour"]), ("c_threat", ["coordinator", "fiu"])):
        data = {"card": card, "to": chance.sample(seats, 1)}
        log.append({"seat": chance.choice(["fiu", "service"]), "verb": "share", "data": data, "at": ENDS - 60})
    found, by_hand = compared(file, sorted(log, key=lambda line: line["at"]))
    assert by_hand == found
