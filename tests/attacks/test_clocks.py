"""V16: the clock of the server is put back, and what was told stays what can be told again."""

from datetime import timedelta

import pytest

from lms.plugins.identifiers import uuid7
from lms.progress import corrections, services
from lms.progress.models import Enrolment, Event
from lms.progress.rebuilding import rebuild
from tests.builders import right_answers
from tests.progress.test_corrections import correct, do

LESSONS = ("trafficking-lesson-1", "trafficking-lesson-2")


@pytest.fixture
def put_back(enrolment, now):
    """A course that is completed while the clock goes back by an hour between each two activities."""
    for step, slug in enumerate(LESSONS):
        do(enrolment, slug, now - step * timedelta(hours=1))
    later = now - timedelta(hours=2)
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=later, language="en")
    services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=later)
    return Enrolment.objects.get(pk=enrolment.pk)


def test_figures_can_be_made_anew_after_the_clock_was_put_back_between_two_activities(put_back, now):
    assert put_back.completed_at == now - timedelta(hours=2)
    assert list(rebuild(write=False)) == []


def test_figures_can_be_made_anew_where_a_correction_came_before_the_clock_was_put_back(enrolment, now):
    do(enrolment, LESSONS[0], now)
    correct(LESSONS[1], required=False)
    corrections.move(now=now + timedelta(hours=2))
    entry = Enrolment.objects.get(pk=enrolment.pk).release.outline.by_slug("trafficking-quiz")
    moved = Enrolment.objects.get(pk=enrolment.pk)
    attempt = services.begin(enrolment=moved, entry=entry, event_id=uuid7(), now=now, language="en")
    services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now + timedelta(hours=1))

    assert Enrolment.objects.get(pk=enrolment.pk).completed_at == now + timedelta(hours=1)
    assert list(rebuild(write=False)) == []


def test_the_facts_of_an_enrolment_are_numbered_in_the_order_in_which_they_entered(put_back):
    facts = Event.objects.filter(enrolment=put_back).order_by("number")
    assert [fact.number for fact in facts] == list(range(1, 1 + len(facts)))
    assert [fact.received_at for fact in facts] == sorted((fact.received_at for fact in facts), reverse=True)
