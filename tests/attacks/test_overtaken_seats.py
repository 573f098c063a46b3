"""V2: seats of an exam that two invigilators give at once: the later form undoes nothing."""

import pytest
import time_machine
from django.urls import reverse

from assessments.quiz.exams.models import Sitting
from tests.conftest import make_person
from tests.quiz.exams.conftest import *  # noqa: F403  fixtures

from .overtaking import Overtaken


class TestSeats(Overtaken):
    mine = {"rows": "2", "row_seats": "3", "order": "number"}
    theirs = {"rows": "4", "row_seats": "5", "order": "number"}
    shown = ("Saved meanwhile: 4", "Saved meanwhile: 5", 'value="2"')

    @pytest.fixture(autouse=True)
    def clock(self, now):
        with time_machine.travel(now, tick=False):
            yield

    @pytest.fixture
    def pair(self, omar, academy):
        return [omar, make_person("KE-9001", "Colleague", academy, role="instructor")]

    @pytest.fixture
    def address(self, sitting):
        return reverse("quiz:room", args=[sitting.pk])

    def is_mine(self, academy) -> bool:
        return Sitting.objects.get().rows == 2
