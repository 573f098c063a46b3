"""Before a course opens it is seen and not begun; after it closed it is read and nothing handed in."""

from datetime import timedelta

import pytest
import time_machine

from lms.foundation.plugins.activity import NotNow
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.journal.device_events import LATER
from lms.learning.progress.journal.services import Arrival
from lms.learning.progress.models import Attempt, Enrolment, Event
from tests.builders import right_answers, start_attempt

LESSON = "/learn/trafficking/trafficking-lesson-1/"
QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def as_learner(client, enrolment):
    client.force_login(enrolment.learner, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return client


@pytest.fixture
def opening(enrolment, now):
    Enrolment.objects.update(opens_at=now + timedelta(days=7))
    enrolment.refresh_from_db()
    return enrolment


@pytest.fixture
def over(enrolment, now):
    Enrolment.objects.update(closes_at=now - timedelta(seconds=1))
    enrolment.refresh_from_db()
    return enrolment


class TestBeforeItOpens:
    def test_my_learning_and_the_course_say_when(self, as_learner, opening):
        mine = as_learner.get("/learn/").content.decode()
        assert "Opens Tuesday 1 December" in mine
        assert LESSON not in mine
        course = as_learner.get("/learn/trafficking/").content.decode()
        assert "This course opens on Tuesday 1 December. You can begin then." in course
        assert LESSON not in course

    def test_an_activity_leads_back_to_the_course_and_a_script_may_come_again(self, as_learner, opening):
        for answer in (as_learner.get(LESSON), as_learner.post(LESSON, {"done": "1", "event_id": str(uuid7())})):
            assert answer.url == "/learn/trafficking/"
        assert "opens on Tuesday 1 December" in as_learner.get("/learn/trafficking/").content.decode()
        assert not Attempt.objects.exists()

        sent = {"done": "1", "event_id": str(uuid7())}
        answer = as_learner.post(LESSON, sent, headers={"X-Requested-With": "fetch"})
        assert answer.status_code == 409
        assert "Mafunzo-Answer" not in answer.headers
        assert "opens on" in answer.content.decode()

    def test_the_service_refuses_learners_and_takes_what_staff_saw(self, opening, now, omar):
        with pytest.raises(NotNow, match="opens on"):
            start_attempt(opening, "trafficking-quiz", now)
        assert not Event.objects.exists()
        assert Enrolment.objects.get().started_at is None

        assert start_attempt(opening, "trafficking-quiz", now, by=omar)

    def test_at_that_moment_it_is_open(self, as_learner, opening):
        with time_machine.travel(opening.opens_at, tick=False):
            assert as_learner.get(LESSON).status_code == 200


class TestAfterItClosed:
    def test_it_is_read_says_why_and_nothing_is_handed_in(self, as_learner, over):
        page = as_learner.get(LESSON).content.decode()
        assert "This course closed on Tuesday 24 November." in page
        assert 'name="done"' not in page
        quiz = as_learner.get(QUIZ).content.decode()
        assert quiz.count("This course closed on") == 1
        assert "/start/" not in quiz

        answer = as_learner.post(LESSON, {"done": "1", "event_id": str(uuid7())})
        assert answer.status_code == 409
        assert "nothing can be handed in any more" in answer.content.decode()
        as_learner.post(f"{QUIZ}start/", {"event_id": str(uuid7())})
        assert not Attempt.objects.exists()

    def test_what_was_begun_waits_and_takes_the_answer_once_there_is_more_time(self, attempt, now):
        Enrolment.objects.update(closes_at=now - timedelta(seconds=1))
        data, event_id = right_answers(attempt), uuid7()
        with pytest.raises(NotNow, match="closed on"):
            services.answer(attempt=attempt, data=data, event_id=event_id, now=now)
        assert Attempt.objects.get(pk=attempt.pk).closed_at is None

        Enrolment.objects.update(closes_at=now + timedelta(days=1))
        services.answer(attempt=attempt, data=data, event_id=event_id, now=now)
        assert Enrolment.objects.get().completed_at == now

    def test_a_device_may_send_it_again_later(self, attempt, now, wanjiru):
        Enrolment.objects.update(closes_at=now - timedelta(seconds=1))
        [verdict] = services.receive([Arrival(attempt.pk, right_answers(attempt), uuid7())], by=wanjiru, now=now)
        assert (verdict.word, verdict.is_final) == (LATER, False)
        assert "closed on" in verdict.reason

    def test_the_last_second_counts(self, attempt, now):
        Enrolment.objects.update(closes_at=now)
        services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)
        assert Enrolment.objects.get().completed_at == now


class TestOptional:
    def test_says_so_and_until_when_it_is_open(self, as_learner, enrolment, now):
        Enrolment.objects.update(required=False)
        assert "Optional" in as_learner.get("/learn/trafficking/").content.decode()

        Enrolment.objects.update(required=False, closes_at=now + timedelta(days=2))
        assert "Open until Thursday 26 November" in as_learner.get("/learn/").content.decode()
