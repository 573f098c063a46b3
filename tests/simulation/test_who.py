"""Who opens what of a run, by one table: each page × each person × each state of the run."""

import pytest
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Seat
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .pictured import case_page, pictures
from .test_console import at

__all__ = ["case_page", "pictures"]

STATES = ("open", "closed", *(pytest.param(one, marks=pytest.mark.sweep) for one in ("planned", "paused", "debrief")))
PLAYERS = ("own seat", "other seat", "former holder", "without a seat", "guest")
STAFF = (
    "runs it",
    "colleague",
    "instructor elsewhere",
    "instructor of the guest",
    "evaluator elsewhere",
    "observer elsewhere",
    "coordinator",
    "plays and teaches",
)
WHO = (*PLAYERS, *STAFF, "stranger", "signed out")
PAGES = {
    "seat": {"own seat": 200},
    "pulse": {"own seat": 200},
    "seat-picture": {"own seat": 200},
    "picture": {"runs it": 200, "colleague": 200, "evaluator elsewhere": 200},
    "console": {"runs it": 200, "colleague": 200, "evaluator elsewhere": 200, "observer elsewhere": 200},
    "console-pulse": {"runs it": 200, "colleague": 200, "evaluator elsewhere": 200, "observer elsewhere": 200},
    "seats": {"runs it": 200, "colleague": 200},
    "begin": {"runs it": 302, "colleague": 302},
    "print": {"runs it": 200},
    "print-paper": {"runs it": 200},
    "fork": {"runs it": 200},
    "debrief": {"runs it": 200, "colleague": 200, "evaluator elsewhere": 200},
    "debrief-paper": {"runs it": 200, "colleague": 200, "evaluator elsewhere": 200},
    "replay": {"runs it": 200, "colleague": 200},
    "log": {"runs it": 200, "colleague": 200},
    "groups": {"runs it": 200, "colleague": 200},
}
"""What is not 404 where a run is under way or over; whoever is signed out is asked to sign in."""
POSTED = {
    "enter": {"runs it", "evaluator elsewhere", "observer elsewhere"},
    "join": {"runs it", "colleague"},
    "take": {"runs it", "colleague"},
    "present": {"runs it"},
    "plan-line": {"runs it", "evaluator elsewhere"},
    "judge": {"runs it", "evaluator elsewhere"},
    "seats": {"runs it", "colleague"},
    "fork": {"runs it"},
    "close": {"runs it", "colleague"},
    "room": set(),
    "behind": set(),
}
"""By address who may send something to it; those in one room are none of a live run. For all others there is none."""
OF_WHAT_IS_OVER = ("debrief", "debrief-paper", "replay", "log", "groups")
OF_A_SEAT, ON_PAPER = ("seat", "pulse", "seat-picture"), ("print", "print-paper")
OF_A_ROLE = (*ON_PAPER, "behind")
PICTURES = ("seat-picture", "picture")
UNDER_WAY = ("planned", "open", "paused")


@pytest.fixture
def everybody(make_run, players, academy, neighbour, neighbour_academy, halima, stranger, course, omar, now):
    run = make_run(seated=("fiu", "labour", "service"), opened=False)
    guest = make_person("KE-990", "Guest", neighbour_academy)
    former, other = make_person("KE-801", "Former holder", academy), make_person("KE-802", "No seat", academy)
    progress.enrol(people=[guest, former, other], course=course, now=now)
    services.seat(run=run, role="coordinator", person=guest, by=omar, now=now)
    left = services.seat(run=run, role="fiu", person=former, by=omar, now=now)
    services.unseat(seat=left, by=omar, now=now)
    evaluator = make_person("KE-803", "Evaluator", neighbour_academy, Role.INSTRUCTOR)
    services.seat(run=run, role="evaluator", person=evaluator, by=omar, now=now)
    observer = make_person("KE-806", "Observer", neighbour_academy, Role.INSTRUCTOR)
    services.seat(run=run, role="observer", person=observer, by=omar, now=now)
    both = make_person("KE-807", "Both", academy, Role.INSTRUCTOR)
    progress.enrol(people=[both], course=course, now=now)
    services.seat(run=run, role="service", person=both, by=omar, now=now)
    people = (players["fiu"], players["labour"], former, other, guest, omar)
    colleague = make_person("KE-804", "Colleague", academy, Role.INSTRUCTOR)
    elsewhere = make_person("UG-805", "Elsewhere", stranger.institution, Role.INSTRUCTOR)
    return run, dict(
        zip(
            WHO,
            (*people, colleague, elsewhere, neighbour, evaluator, observer, halima, both, stranger, None),
            strict=True,
        )
    )


def brought_to(run, state, omar, now):
    if state != "planned":
        services.open_run(run=run, by=omar, now=now)
    if state == "paused":
        seat = Seat.objects.get(run=run, role="excon")
        services.record(seat=seat, verb="pause", data={}, entry_id=uuid7(), now=now)
    if state in ("debrief", "closed"):
        services.finish(run=run, by=omar, now=now)
    if state == "closed":
        services.close_run(run=run, by=omar, now=now)
    run.refresh_from_db()
    assert run.status == state
    return run


def expected(page: str, who: str, state: str) -> int:
    if who == "signed out":
        return 302
    if who == "plays and teaches":
        return 404 if page in OF_A_SEAT else 403
    status = PAGES[page].get(who, 404)
    if status == 404 or (page == "picture" and who != "runs it" and state in UNDER_WAY):
        return 404
    if state == "planned" and who.endswith("elsewhere"):
        return 404
    if state == "planned":
        planned = {"console": 302, "console-pulse": 404, "fork": 404, "begin": 302, "seat-picture": 404}
        return planned.get(page, 302 if page in OF_WHAT_IS_OVER else status)
    return 302 if page in OF_WHAT_IS_OVER and state in ("open", "paused") else status


@pytest.mark.parametrize("state", STATES)
def test_by_one_table(everybody, state, as_, client, omar, pictures, now):
    run, people = everybody
    seat = run.seats.get(role="fiu", left_at=None).pk
    brought_to(run, state, omar, now)
    wrong = []
    for who, person in people.items():
        asks = client if person is None else as_(person)
        for page in PAGES:
            more = ["fiu"] if page in ON_PAPER else [pictures["c_wallet"]] if page in PICTURES else []
            key = seat if page in OF_A_SEAT else run.pk
            response = asks.get(reverse(f"simulation:{page}", args=[key, *more]))
            if response.status_code != expected(page, who, state):
                wrong.append((page, who, response.status_code, expected(page, who, state)))
    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_nobody_else_sends_anything(everybody, state, as_, client, omar, now):
    run, people = everybody
    seat = run.seats.get(role="fiu", left_at=None).pk
    brought_to(run, state, omar, now)
    wrong = []
    for who, person in people.items():
        asks = client if person is None else as_(person)
        addresses = {name: at(name, run, *(["fiu"] if name in OF_A_ROLE else [])) for name in POSTED}
        addresses |= {"seat": reverse("simulation:seat", args=[seat]), "leave": at("leave", run, seat)}
        allowed = POSTED | {"seat": {"own seat"}, "leave": {"runs it", "colleague"}}
        for name, where in addresses.items():
            method = asks.get if name == "room" else asks.post
            status = 0 if who in allowed[name] else method(where, {"entry": str(uuid7())}).status_code
            if status not in (
                0,
                {"signed out": 302, "plays and teaches": 404 if name == "seat" else 403}.get(who, 404),
            ):
                wrong.append((name, who, status))
    run.refresh_from_db()
    assert wrong == [] and run.status == state


def test_whoever_left_reads_nothing_that_came_since(everybody, as_, omar, now):
    run, people = everybody
    brought_to(run, "open", omar, now)
    left = Seat.objects.get(run=run, person=people["former holder"])
    assert as_(people["former holder"]).get(reverse("simulation:seat", args=[left.pk])).status_code == 404
    assert "guesthouse" not in as_(people["former holder"]).get(reverse("simulation:mine")).content.decode()
