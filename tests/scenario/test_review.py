"""An attempt at a scenario before the eyes of those who teach its learner."""

import pytest
from django.urls import reverse

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt

from .scenes import CABIN, SCENES, STOP

JOINT, ASK, WAVE = (choice.id for choice in SCENES[0].choices)


@pytest.fixture
def attempt(enrolled, now) -> Attempt:
    entry = enrolled.release.outline.by_slug("checkpoint")
    return services.begin(enrolment=enrolled, entry=entry, event_id=uuid7(), now=now, language="en")


def opened(as_, viewer, attempt, now, *decisions) -> str:
    for scene, choice in decisions:
        data = {"scene": [scene], "choice": [choice]}
        services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
    return as_(viewer).get(reverse("teach:attempt", args=[attempt.pk])).content.decode()


def test_shows_each_decision_and_what_would_have_been_better(as_, omar, attempt, now):
    page = opened(as_, omar, attempt, now, (STOP, ASK), (CABIN, SCENES[1].choices[0].id))
    assert "Ask the driver who they are" in page and "He hears every word." in page
    assert "Better:" in page and "Speak with each of them apart" in page
    assert "Decision:" in page and "You decided" not in page


def test_says_a_critical_mistake(as_, omar, attempt, now):
    assert "Critical mistake" in opened(as_, omar, attempt, now, (STOP, WAVE))


def test_under_way_shows_what_was_decided_and_not_how_good_it_was(as_, omar, attempt, now):
    page = opened(as_, omar, attempt, now, (STOP, ASK))
    assert "Ask the driver who they are" in page and "He answers for them again." in page
    assert "Better:" not in page and "Points:" not in page


def test_before_the_first_decision_there_is_nothing(as_, omar, attempt, now):
    assert "Nothing was answered." in opened(as_, omar, attempt, now)
