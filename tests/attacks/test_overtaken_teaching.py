"""V2: what two instructors say at once of a result or of dates: the later form undoes nothing."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.overrides import settings_of
from lms.learning.progress.models.assignments import Assignment
from tests.conftest import make_person
from tests.teaching.conftest import assigned, cohort, joined  # noqa: F401  fixtures
from tests.teaching.test_gradebook import enrolment, failed  # noqa: F401  fixtures

from .overtaking import Overtaken


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def pair(omar, academy):
    return [omar, make_person("KE-9001", "Colleague", academy, role="instructor")]


class TestAResultByHand(Overtaken):
    mine = {"percent": "80", "passed": "yes", "reason": "The room was flooded.", "event_id": str(uuid7())}
    theirs = {"percent": "40", "passed": "no", "reason": "Answers were copied.", "event_id": str(uuid7())}
    shown = ("Saved meanwhile: 40", "Saved meanwhile: Not passed", 'value="80"', "The room was flooded.")

    @pytest.fixture
    def address(self, failed):
        self.attempt = failed
        return reverse("teach:result", args=[failed.enrolment_id, failed.activity_id])

    def is_mine(self, academy) -> bool:
        return settings_of(self.attempt.enrolment_id, self.attempt.activity_id)[-1].score == 0.8


class TestDates(Overtaken):
    mine = {"kind": "required", "due": "2026-12-31", "opens": "", "closes": "", "late_days": "14"}
    theirs = mine | {"due": "2027-01-15"}
    shown = ("Saved meanwhile: 15 January 2027", 'value="2026-12-31"')

    @pytest.fixture
    def address(self, assigned):
        return f"/teach/assignments/{Assignment.objects.get().pk}/dates/"

    def is_mine(self, academy) -> bool:
        return Assignment.objects.get().due_at == datetime(2026, 12, 31, 20, 59, 59, tzinfo=UTC)
