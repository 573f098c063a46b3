"""Looking writes nothing: after each GET of a player and of whoever runs a run, every table is what it was."""

from datetime import timedelta
from hashlib import blake2s

import pytest
from django.db import connection
from django.urls import reverse

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat

from .conftest import SEATS
from .test_console import at
from .test_playing import moment


def tables() -> dict[str, str]:
    """A checksum of the rows of every table, but for those of sessions."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if "session" not in name]
        return {name: _checksum(cursor, name) for name in names}


def _checksum(cursor, name: str) -> str:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
    return blake2s(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()


def changed(before: dict[str, str]) -> set[str]:
    return {label for label, digest in tables().items() if before[label] != digest}


@pytest.fixture(params=["live", "turns", "plenary"])
def late(request, make_run, clock, now) -> Run:
    """A run in which much is due that nobody has stored yet."""
    timing = {"deadlines": [now + timedelta(days=day) for day in range(1, 7)]} if request.param == "turns" else {}
    run = make_run(mode=request.param, **timing)
    clock.move_to(now + timedelta(days=3) if request.param == "turns" else moment(now, 3000))
    return run


def test_of_a_player_and_of_who_runs_it(late, as_, players, omar):
    clients = {role: as_(players[role]) for role in SEATS}
    control = as_(omar)
    before = tables()
    for role, client in clients.items():
        seat = Seat.objects.get(run=late, role=role).pk
        for address in (f"{reverse('simulation:seat', args=[seat])}?q=a", reverse("simulation:pulse", args=[seat])):
            assert client.get(address).status_code == 200
        assert client.get(reverse("simulation:mine")).status_code == 200
        assert client.get(reverse("simulation:break")).status_code == 200
    for address in (
        reverse("simulation:runs"),
        *(at(name, late) for name in ("console", "console-pulse", "seats", "fork")),
    ):
        assert control.get(address).status_code == 200
    if late.mode == "plenary":
        for address in (at("room", late), at("behind", late, "fiu"), at("behind", late, "fiu") + "?open=1"):
            assert control.get(address).status_code == 200
    assert changed(before) == set()


def test_of_a_run_that_is_over(late, as_, players, omar, now):
    services.finish(run=late, by=omar, now=moment(now, 3000))
    client, control = as_(players["fiu"]), as_(omar)
    before = tables()
    seat = Seat.objects.get(run=late, role="fiu").pk
    assert client.get(reverse("simulation:seat", args=[seat])).status_code == 200
    pages = ("console", "debrief", "debrief-paper", "replay", "log", "groups", "fork")
    papers = [at(name, late, "fiu") for name in ("print", "print-paper")]
    for address in (*(at(name, late) for name in pages), *papers):
        assert control.get(address).status_code == 200, address
    assert changed(before) == set()
