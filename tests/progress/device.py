"""What a learner's device sends: fixtures, and what is asked of it afterwards."""

import pytest

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.services import Arrival
from lms.learning.progress.models import Attempt
from tests.builders import right_answers, start_attempt


@pytest.fixture
def answers(attempt) -> list[dict[str, list[str]]]:
    """One for each question of Wanjirũ's quiz, and the end."""
    found = right_answers(attempt)
    return [{name: value} for name, value in found.items()]


@pytest.fixture
def lesson(enrolment, now) -> Attempt:
    """Her attempt at a lesson."""
    return start_attempt(enrolment, "trafficking-lesson-1", now)


@pytest.fixture
def send(wanjiru, now):
    def send(*arrivals, by=None, at=now, **more) -> list[str]:
        return [one.word for one in services.receive(arrivals, by=by or wanjiru, now=at, **more)]

    return send


def arrivals(attempt, data) -> list[Arrival]:
    return [Arrival(attempt.pk, one, uuid7()) for one in data]


def stands(attempt) -> dict:
    attempt.refresh_from_db()
    return {name: getattr(attempt, name) for name in ("state", "events", "score", "passed", "closed_at", "late")}
