"""*The guesthouse* from its plan to its results by the pages alone, on the good path and on one of its mistakes."""

from html import unescape

import pytest
from django.core.management import call_command
from django.urls import reverse

from assessments.simulation.runs.models import LogEntry, Run, Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.plugins.report import reports
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.progress.models.assignments import Assignment
from tests.casework.known import GUESTHOUSE
from tests.casework.paths import MISTAKES, path

from .conftest import SEATS
from .test_console import at
from .test_playing import moment


def posted(verb: str, data: dict) -> dict:
    """An entry of a recorded path as the form of a page sends it."""
    sent = {"verb": verb, "entry_id": str(uuid7()), **{name: data[name] for name in data if name != "values"}}
    if verb == "receive":
        sent["answer"] = "accept" if sent.pop("accept") else "return"
    for name, value in data.get("values", {}).items():
        sent[f"fields-{name}" if isinstance(value, list) else f"field-{name}"] = value
    return sent


@pytest.fixture
def begun(as_, omar, cohort, enrolled, entry, players, now):
    """A live run that somebody planned, seated and began by its pages: an hour of the case in a minute."""
    about = {"assigned_by": omar, "assigned_at": now, "touched_at": now, "status": "done"}
    Assignment.objects.create(cohort=cohort, course=enrolled, **about)
    client = as_(omar)
    plan = reverse("simulation:plan", args=[cohort.pk, entry.id])
    assert client.post(plan, {"mode": "live", "key": str(uuid7())}).status_code == 302
    run = Run.objects.get()
    assert client.post(at("seats", run), {f"role-{players[role].pk}": role for role in SEATS}).status_code == 302
    assert client.post(at("begin", run), {"hours": "4"}).status_code == 302
    run.refresh_from_db()
    return run


def play(run, name, as_, players, clock, now) -> None:
    seats = {seat.role: seat.pk for seat in Seat.objects.playing().filter(run=run)}
    for line in path(name):
        clock.move_to(moment(now, line["at"]))
        where = reverse("simulation:seat", args=[seats[line["seat"]]])
        assert as_(players[line["seat"]]).post(where, posted(line["verb"], line["data"])).status_code in (302, 422)


@pytest.mark.parametrize("number", [0, 2])
def test_from_the_plan_to_the_results(number, begun, as_, omar, halima, players, clock, now):
    enter = {"verb": "note", "text": "They talk at last.", "entry": str(uuid7())}
    assert as_(omar).post(at("enter", begun), enter).status_code == 302
    play(begun, list(MISTAKES)[number], as_, players, clock, now)
    clock.move_to(moment(now, 14399))
    assert as_(omar).post(at("enter", begun), {"verb": "finish", "entry": str(uuid7())}).status_code == 302
    clock.move_to(moment(now, 14460))
    debrief = unescape(as_(omar).get(at("debrief", begun)).content.decode())
    if number:
        turning = debrief[debrief.index('id="turning"') : debrief.index('id="danger"')]
        assert "Whom do you charge" in turning and "More marks of the team: 2" in turning
    assert as_(omar).post(at("close", begun)).status_code == 302
    attempts = {seat.role: seat.attempt for seat in Seat.objects.playing().select_related("attempt")}
    assert {role: round(one.score * 100) for role, one in attempts.items()} == {
        role: shares[number] for role, shares in GUESTHOUSE.seats
    }
    assert {role for role, one in attempts.items() if not one.passed} == GUESTHOUSE.failed[number]
    assert Attempt.objects.filter(kind="simulation", completed_at__isnull=False).count() == 7
    passed = 7 - len(GUESTHOUSE.failed[number])
    remaining = sorted(Enrolment.objects.values_list("remaining", flat=True))
    assert remaining == [min(remaining)] * passed + [min(remaining) + 1] * (7 - passed)
    found = list(reports.get("simulation_steps").rows(halima, {}, now=moment(now, 14460)))
    assert found and ({row.cells["marks"] for row in found} == {100, None}) == (number == 0)
    call_command("replay_runs", "--check")
    assert list(rebuild(write=False)) == [] and LogEntry.objects.count() == Run.objects.get().seq
