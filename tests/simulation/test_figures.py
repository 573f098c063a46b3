"""Figures of three recorded runs, worked out again from their logs alone, as somebody with a spreadsheet would."""

import pytest

from assessments.casework import State, measures
from assessments.simulation.models import LogEntry, Run
from assessments.simulation.scripts import script_of
from tests.casework.paths import MISTAKES, path

from .test_playing import closed, played

AN_HOUR = 60


def decided(run: Run) -> dict[str, tuple[str, int]]:
    """By decision the option and the minute, of those that a person made."""
    lines = LogEntry.objects.filter(run=run, verb="decide")
    return {line.data["decision"]: (line.data["option"], line.at) for line in lines}


def sent(run: Run, form: str) -> list[int]:
    """When a form was sent with enough in it, in minutes."""
    enough = script_of(run).forms[form].enough
    lines = LogEntry.objects.filter(run=run, verb="send", data__form=form).order_by("seq")
    return [line.at for line in lines if sum(line.data["marks"].values()) >= enough]


def overshared(run: Run) -> int:
    """How often a card came to somebody who did not need it."""
    number, cards = 0, script_of(run).cards
    for line in LogEntry.objects.filter(run=run, verb="share"):
        need = cards[line.data["card"]].need
        number += sum(need is not None and seat not in need for seat in line.data["to"])
    return number


@pytest.mark.parametrize("name", [list(MISTAKES)[number] for number in (0, 2, 3)])
def test_are_those_of_the_log(name, run, omar, now):
    played(run, path(name), now)
    run = closed(run, omar, now)
    found, made = measures(script_of(run), State.read(run.state)), decided(run)
    requests = sent(run, "request")
    assert found["time_to_financial_step"] == (min(requests) / AN_HOUR if requests else None)
    assert found["shared_beyond_need"] == overshared(run)
    assert found["victim_charged"] == (made.get("charge", ("",))[0] == "all")
    assert found["assistance_tied"] == (made.get("consent", ("",))[0] == "tied")
    assert found["victim_detained"] == (made.get("stay", ("",))[0] == "hold")


def test_what_never_happened_is_empty_and_no_nought(run, omar, now):
    run = closed(run, omar, now)
    found = measures(script_of(run), State.read(run.state))
    assert found["time_to_financial_step"] is None and not sent(run, "request")
