"""V2: marks that two people give to one answer at once: the later form undoes nothing, and shows both."""

from django.urls import reverse

from assessments.quiz.desk import services
from assessments.quiz.sitting.marking_rounds import FIRST, Turn
from lms.learning.progress.models import Attempt
from tests.quiz.marking.conftest import (  # noqa: F401  fixtures
    asked,
    attempt,
    event,
    second,
    settings_of_quiz,
    submitted,
)
from tests.quiz.marking.test_pages import address, rubric

from .mutation import browser, held_by, instead


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
