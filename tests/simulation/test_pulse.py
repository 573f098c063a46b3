"""A live page asks whether something is new: a few bytes, a few statements, and nothing about other seats."""

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from lms.foundation.plugins.identifiers import uuid7
from tests.progress.counting import statements

from .test_playing import moment


@pytest.fixture
def asks(as_, players, run):
    """What somebody in a role gets: status and tag."""
    clients = {role: as_(person) for role, person in players.items()}

    def ask(role: str, tag: str = ""):
        pk = Seat.objects.get(run=run, role=role).pk
        return clients[role].get(reverse("simulation:pulse", args=[pk]), headers={"If-None-Match": tag})

    return ask


def said(seat, now, minute: int, to: str) -> None:
    data = {"to": [to], "text": "Good morning"}
    services.record(seat=seat, verb="say", data=data, entry_id=uuid7(), now=moment(now, minute))


def test_is_another_where_the_seat_sees_something_new_and_no_other(asks, sits, now, clock):
    tags = {role: asks(role).headers["ETag"] for role in ("fiu", "labour", "service")}
    said(sits("fiu"), now, 30, "labour")
    clock.move_to(moment(now, 31))
    assert {role: asks(role, tag).status_code for role, tag in tags.items()} == {
        "fiu": 200,
        "labour": 200,
        "service": 304,
    }
    assert asks("service").headers["ETag"] == tags["service"]
    assert asks("labour").content == b'{"new": true}'


def test_is_the_same_whatever_others_think_note_and_decide(asks, run, sits, omar, now, clock):
    tag = asks("service").headers["ETag"]
    for verb, role, data in (
        ("decide", "fiu", {"decision": "money", "option": "open", "reason": "Fourteen families"}),
        ("decide", "prosecutor", {"decision": "advice", "option": "habit", "reason": "As ever"}),
        ("opened", "labour", {"card": first_card(run, "labour")}),
        ("note", "excon", {"text": "They talk at last."}),
    ):
        services.record(seat=sits(role), verb=verb, data=data, entry_id=uuid7(), now=moment(now, 30))
    clock.move_to(moment(now, 31))
    assert asks("service", tag).status_code == 304 and asks("service").headers["ETag"] == tag
    assert asks("investigator").headers["ETag"] != asks("service").headers["ETag"]


def first_card(run, role: str) -> str:
    return run.state["told"][role][0]["card"]


def test_what_is_due_by_itself_is_new_though_nobody_stored_it(asks, run, now, clock):
    tags = {role: asks(role).headers["ETag"] for role in ("investigator", "labour")}
    clock.move_to(moment(now, 130))
    assert asks("investigator", tags["investigator"]).status_code == 200
    after = asks("investigator").headers["ETag"]
    assert asks("investigator", after).status_code == 304
    clock.move_to(moment(now, 140))
    assert asks("investigator", after).status_code == 304
    assert Run.objects.get().seq == 0


def test_unchanged_it_costs_little(asks, now, clock):
    tag = asks("fiu").headers["ETag"]
    asks("fiu", tag)
    with statements() as asked:
        response = asks("fiu", tag)
    assert response.status_code == 304 and response.content == b""
    asked = [one for one in asked if '"role" = ' not in one or "simulation_run" in one]  # what the test itself looks up
    assert len(asked) <= 2
    head = "HTTP/1.1 304 Not Modified\r\n" + "".join(f"{name}: {value}\r\n" for name, value in response.items())
    assert len(head) + len("Server: gunicorn\r\nDate: Tue, 24 Nov 2026 09:00:00 GMT\r\nConnection: close\r\n") <= 350, (
        head
    )
