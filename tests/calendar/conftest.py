"""A cohort with a class that Omar leads, and a course that Wanjirũ has to complete."""

from datetime import UTC, datetime

import pytest

from lms.desks.calendar import services
from tests.sessions.conftest import clock, session

__all__ = ["clock", "session"]

LATE_EVENING = datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
"""Half past one on the first of December in Nairobi."""


@pytest.fixture
def due(enrolment):
    enrolment.due_at = LATE_EVENING
    enrolment.save(update_fields=["due_at"])
    return enrolment


@pytest.fixture
def secret(wanjiru, now) -> str:
    return services.renew(person=wanjiru, now=now)
