"""Simulations: whoever asks whether something is new learns nothing of what comes to another seat, or of what another
does.
"""

import pytest
import time_machine

from assessments.casework import seat_view
from assessments.simulation.runs import etag as pulse
from assessments.simulation.runs import services
from lms.foundation.plugins.identifiers import uuid7
from tests.simulation.conftest import SEATS
from tests.simulation.test_playing import moment

from ..mutation import browser, held_by, instead
from .simulated import page_of, seat_of

DUE = 120
"""The minute of the second call, which comes to the investigator alone."""
DECIDED = {"decision": "money", "option": "wait", "reason": "Later"}


@pytest.fixture
def run(request, make_run):
    """A live one, a minute of the case each second; all sit in it, or those of the parameter."""
    return make_run(seated=getattr(request, "param", SEATS))


@pytest.fixture
def tag_at(run, players, now):
    """What a seat gets at a minute of the case."""

    def ask(role: str, minute: int) -> str:
        with time_machine.travel(moment(now, minute), tick=False):
            return browser(players[role]).get(f"{page_of(run, role)}pulse/").headers["ETag"]

    return ask


def everything(script, state, role):
    return seat_view(script, state, "investigator")


def test_a_card_that_is_due_for_another_seat_changes_no_tag(run, tag_at, now):
    def noticed() -> bool:
        tags = [tag_at("labour", DUE - 1), tag_at("labour", DUE + 1)]
        services.record_clock(run=run, verb="note", now=moment(now, DUE + 2))
        tags.append(tag_at("labour", DUE + 3))
        return len(set(tags)) > 1

    held_by(instead(pulse, "seat_view", everything), attack=noticed)
    assert tag_at("investigator", DUE - 1) != tag_at("investigator", DUE + 1)


def test_what_another_enters_is_not_told_by_a_tag_that_stands_for_what_was_due(run, tag_at, now):
    """The investigator’s own card is due and not stored; then the analyst decides something, and it is."""

    def noticed() -> bool:
        before = tag_at("investigator", DUE + 1)
        services.record(
            seat=seat_of(run, "fiu"), verb="decide", data=DECIDED, entry_id=uuid7(), now=moment(now, DUE + 2)
        )
        return tag_at("investigator", DUE + 3) != before

    held_by(instead(pulse, "seat_view", lambda script, state, role: seat_view(script, state, "fiu")), attack=noticed)


@pytest.mark.parametrize("run", [("investigator", "fiu")], indirect=True)
def test_whoever_sits_down_late_learns_nothing_either(run, players, tag_at, omar, now):
    services.seat(run=run, role="labour", person=players["labour"], by=omar, now=now)

    def noticed() -> bool:
        return tag_at("labour", DUE - 1) != tag_at("labour", DUE + 1)

    held_by(instead(pulse, "seat_view", everything), attack=noticed)
