"""A run of the guesthouse in turns, its pages, and what a browser sends to them."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from assessments.simulation.models import Run, Seat
from lms.plugins.identifiers import uuid7
from tests.simulation.conftest import (  # noqa: F401  fixtures
    case_page,
    cohort,
    course,
    enrolled,
    entry,
    file,
    make_run,
    players,
)

from .mutation import browser

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run(make_run, now) -> Run:
    return make_run(mode="turns", deadlines=[now + DAY * day for day in range(1, 7)])


def seat_of(run, role: str) -> Seat:
    return Seat.objects.get(run=run, role=role, left_at=None)


def page_of(run, role: str) -> str:
    return reverse("simulation:seat", args=[seat_of(run, role).pk])


def console(run, name: str = "console", *more) -> str:
    return reverse(f"simulation:{name}", args=[run.pk, *more])


def sends(person, where: str, **data) -> int:
    return browser(person).post(where, {"entry_id": str(uuid7()), **data}).status_code


def shown(person, where: str) -> str:
    return unescape(browser(person).get(where).content.decode())
