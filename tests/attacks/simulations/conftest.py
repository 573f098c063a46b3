"""A run of the guesthouse in turns."""

import pytest
import time_machine

from assessments.simulation.runs.models import Run
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

from .simulated import DAY


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def run(make_run, now) -> Run:
    return make_run(mode="turns", deadlines=[now + DAY * day for day in range(1, 7)])
