"""Simulations: nothing that somebody says of a decision turns what the debrief says of it into its opposite."""

import pytest

from assessments.casework import replays
from assessments.casework.definition.case import Card, Case, Decision, Effect, Fact, Option, Seat
from assessments.casework.reducer import Entry
from assessments.casework.script import script
from assessments.casework.state import LIVE

from ..mutation import held_by, instead

pytestmark = pytest.mark.django_db

CASE = Case(
    id="two-rooms",
    ends=600,
    seats=(Seat("guard"), Seat("nurse")),
    facts=(Fact("risk", 2, low=0, high=9),),
    cards=(Card("shouting"),),
    decisions=(
        Decision(
            "door",
            "guard",
            (
                Option("force", marks=0, then=(Effect("risk", "add", 1),), card="shouting", to=("nurse",)),
                Option("knock", marks=2),
            ),
        ),
        Decision(
            "wound",
            "nurse",
            (
                Option("treat", marks=2, then=(Effect("risk", "add", -1),)),
                Option("wait", then=(Effect("risk", "add", 3),)),
            ),
            closes=300,
            default="wait",
        ),
    ),
)
LOG = (
    Entry("guard", "decide", {"decision": "door", "option": "force", "reason": "Now"}, 10),
    Entry("nurse", "decide", {"decision": "wound", "option": "treat", "reason": "So", "relies": ["shouting"]}, 20),
)


def test_a_decision_that_relies_on_a_card_does_not_make_the_better_option_the_more_dangerous():
    """Had the guard knocked, nobody would have shouted, and the nurse would have treated the wound all the same."""

    def says_the_opposite() -> bool:
        [turn] = replays.turning_points(script(CASE, 1, LIVE), LOG)
        return (turn.decision, turn.better) == ("door", "knock") and turn.danger > 0

    held_by(instead(replays, "without_relying", lambda entry: entry), attack=says_the_opposite)
