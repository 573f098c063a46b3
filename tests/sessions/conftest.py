"""A cohort of the academy, with a class of three hours that Omar leads."""

from datetime import timedelta

import pytest
import time_machine

from lms.learning.sessions import services

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def details(now, **said):
    """What is said of a class of three hours that begins in an hour."""
    known = {"kind": "class", "title": "Interviewing", "room": "Hall 2", "planned_at": now + HOUR}
    return services.Details(**{**known, "ends_at": known["planned_at"] + 3 * HOUR, **said})


@pytest.fixture
def session(cohort, omar, now):
    return services.plan(cohort=cohort, details=details(now), instructors=[omar], by=omar, now=now)
