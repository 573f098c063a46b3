"""Figures of recorded runs, worked out again by hand from the log that the debrief gives, and by the command."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from assessments.casework import State, measures
from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from assessments.simulation.runs.scripts import script_of
from lms.foundation.plugins.identifiers import uuid7
from tests.casework.examiner import Sheet
from tests.casework.paths import GUESTHOUSE, path

from .test_console import at
from .test_playing import closed, moment, played


@pytest.fixture
def exported(as_, omar):
    """The log of a run that is over, as whoever runs it downloads it."""

    def export(run: Run) -> list[dict]:
        response = as_(omar).get(at("log", run))
        assert f"log-{run.pk}.json" in response["Content-Disposition"]
        return json.loads(response.content)

    return export


def stored(run: Run) -> dict:
    return measures(script_of(run), State.read(run.state))


def overshared(run: Run, now) -> None:
    """The analysis of the wallet goes to the labour inspector, whom it does not concern, and to the investigator."""
    fiu = Seat.objects.get(run=run, role="fiu")
    data = {"card": "c_trace", "to": ["labour", "investigator"]}
    services.record(seat=fiu, verb="share", data=data, entry_id=uuid7(), now=moment(now, 14300))


def test_the_figures_of_a_run_are_those_that_an_examiner_works_out_from_its_log(run, exported, omar, now):
    played(run, path("help for those who talk"), now)
    overshared(run, now)
    run = closed(run, omar, now)
    by_hand = Sheet(exported(run)).figures()
    assert by_hand == stored(run) and len(by_hand) == 16
    assert by_hand["shared_beyond_need"] == 1


def test_the_command_plays_the_log_to_the_same_end(run, exported, omar, now, tmp_path):
    """A name of a person is nowhere in it."""
    played(run, path("papers before people"), now)
    run = closed(run, omar, now)
    log = exported(run)
    assert "Officer" not in json.dumps(log) and {*log[0]} == {"seat", "verb", "data", "at"}
    (tmp_path / "log.json").write_text(json.dumps(log))
    out = StringIO()
    call_command("casework", "play", str(GUESTHOUSE), "--log", str(tmp_path / "log.json"), "--json", stdout=out)
    result = json.loads(out.getvalue())
    assert (result["status"], result["measures"]) == ("closed", stored(run))
    scores = {seat.role: seat.attempt.score for seat in Seat.objects.playing().select_related("attempt")}
    assert {role: one["score"] for role, one in result["seats"].items()} == scores
