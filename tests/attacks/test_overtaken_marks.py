"""V2: marks and seats of an exam that two people give at once: the later form undoes nothing, and shows both."""

import pytest
import time_machine
from django.urls import reverse

from assessments.quiz.desk import services
from assessments.quiz.exams.models import Sitting
from assessments.quiz.sitting.marking_rounds import FIRST, Turn
from lms.learning.progress.models import Attempt
from tests.builders import event
from tests.conftest import make_person
from tests.quiz.exams.conftest import *  # noqa: F403  fixtures
from tests.quiz.marking.conftest import (  # noqa: F401  fixtures
    asked,
    attempt,
    second,
    settings_of_quiz,
    submitted,
)
from tests.quiz.marking.test_pages import address, rubric

from .mutation import browser, held_by, instead
from .overtaking import Overtaken


def test_a_mark_of_a_colleague_is_not_undone_by_a_form_that_comes_late(attempt, asked, omar, second):
    where, comment = address(attempt, asked["rubric"]), "Nothing in it."
    assert browser(second).post(where, rubric("none", "none", comment=comment)).status_code == 302

    def undone() -> bool:
        browser(omar).post(where, rubric(comment="Mine"))
        return Attempt.objects.get(pk=attempt.pk).state["people"][asked["rubric"]][-1]["comment"] == "Mine"

    held_by(instead(Turn, "token", FIRST), attack=undone)


def test_nor_their_answer_to_what_was_contested(attempt, asked, omar, second, wanjiru):
    sent = event(question=asked["single"], text="The act was harbouring.")
    assert browser(wanjiru).post(reverse("quiz:contest", args=[attempt.pk]), sent).status_code == 302
    where = reverse("quiz:respond", args=[attempt.pk, asked["single"]])
    theirs = event(turn="1.0", text="Look at article 3.", percent="50", changes="1")
    assert browser(second).post(where, theirs).status_code == 302

    def undone() -> bool:
        browser(omar).post(where, event(turn="1.0", text="No.", percent="0", changes="1"))
        return Attempt.objects.get(pk=attempt.pk).state["marks"][asked["single"]] == 0

    held_by(instead(services, "contest_token", lambda attempt, question: "1.0"), attack=undone)


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
