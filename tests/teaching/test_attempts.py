"""A learner's attempts before the eyes of those who teach them, and how results came about."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.quiz.exams import sittings
from assessments.quiz.models import Ticket
from courses.models import Activity
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.builders import complete, right_answers, wrong_answers

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def enrolment(assigned, wanjiru):
    return Enrolment.objects.get(learner=wanjiru, course__slug="trafficking")


def begin_quiz(enrolment, *, now):
    quiz = next(entry for entry in enrolment.release.outline.activities if entry.kind == "quiz")
    return services.begin(enrolment=enrolment, entry=quiz, event_id=uuid7(), now=now, language="en")


@pytest.fixture
def failed(enrolment, now):
    """A closed attempt at the quiz, all wrong."""
    attempt = begin_quiz(enrolment, now=now)
    return services.answer(
        attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now + timedelta(minutes=12)
    )


def address(attempt):
    return reverse("teach:attempt", args=[attempt.pk])


class TestOneAttempt:
    def test_shows_answers_marks_keys_and_times_and_is_noted(self, as_, omar, failed, wanjiru):
        page = as_(omar).get(address(failed)).content.decode()
        assert "Wanjirũ" in page
        assert "12 minutes" in page
        assert page.count("Not right") == 2
        assert "Their answer" in page
        assert "Your answer" not in page
        assert "About First" in page or "About true" in page, "feedback of options"
        assert "Answers saved" in page
        assert "<form" not in page.split('id="answers"')[1].split("</main>")[0]
        entry = AuditEntry.objects.get(action="attempt_seen")
        assert (entry.by, entry.person, entry.data) == (omar, wanjiru, {"attempt": failed.pk})

    def test_leads_to_the_other_attempts(self, as_, omar, failed, enrolment, now):
        again = begin_quiz(enrolment, now=now)
        services.answer(attempt=again, data=right_answers(again), event_id=uuid7(), now=now)
        assert address(failed) in as_(omar).get(address(again)).content.decode()

    def test_one_under_way_says_why_it_is_not_shown(self, as_, omar, enrolment, now):
        page = as_(omar).get(address(begin_quiz(enrolment, now=now))).content.decode()
        assert "This attempt is under way." in page
        assert "Question 1?" not in page

    def test_an_exam_is_not_opened_while_others_sit_it(self, as_, omar, failed, assigned, now):
        activity = Activity.objects.get(pk=failed.activity_id)
        sitting = sittings.plan(
            activity=activity, cohort=assigned, room="Hall 2", planned_at=now, invigilator=None, now=now
        )
        ticket = Ticket.objects.filter(sitting=sitting).first()
        Attempt.objects.filter(pk=failed.pk).update(state={**failed.state, "terms": {"ticket": ticket.pk}})
        page = as_(omar).get(address(failed)).content.decode()
        assert "This exam is under way." in page
        assert 'id="answers"' not in page
        type(sitting).objects.filter(pk=sitting.pk).update(closed_at=now)
        assert 'id="answers"' in as_(omar).get(address(failed)).content.decode()

    def test_a_lesson_shows_what_was_answered_to_its_checks(self, as_, omar, enrolment, now):
        lesson = enrolment.release.outline.activities[0]
        attempt = services.begin(enrolment=enrolment, entry=lesson, event_id=uuid7(), now=now, language="en")
        [(check, frame)] = attempt.form["checks"].items()
        wrong = next(option for option in frame["order"] if option not in frame["key"])
        data = {"check": [check], "choice": [wrong]}
        services.answer(attempt=attempt, data=data, event_id=uuid7(), now=now)
        page = as_(omar).get(address(attempt)).content.decode()
        assert "Which element makes consent irrelevant?" in page
        assert "The right answer" in page

    def test_where_the_plugin_is_off_its_times_are_left(self, as_, omar, failed, academy, switch):
        switch("quiz", academy, False)
        page = as_(omar).get(address(failed)).content.decode()
        assert "cannot be asked now" in page
        assert "0\u00a0%" in page

    def test_nobody_opens_their_own_here(self, as_, failed, wanjiru, academy):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.INSTRUCTOR)
        assert as_(wanjiru).get(address(failed)).status_code == 404

    def test_costs_the_same_statements_for_two_and_for_twenty_answers(
        self, as_, omar, failed, enrolment, now, django_assert_max_num_queries
    ):
        client = as_(omar)
        client.get(address(failed))
        with django_assert_max_num_queries(10):
            client.get(address(failed))


class TestHowItCameAbout:
    def test_says_every_event_with_who_did_it(self, as_, omar, halima, enrolment, now):
        complete(enrolment, now=now)
        page = as_(omar).get(reverse("teach:came-about", args=[enrolment.pk])).content.decode()
        for text in ("Enrolled", "Begun", "Answers saved", "Course completed"):
            assert text in page
        attempt = enrolment.attempts.first()
        assert address(attempt) in page
        for_coordinators = as_(halima).get(reverse("teach:came-about", args=[enrolment.pk])).content.decode()
        assert "Course completed" in for_coordinators
        assert address(attempt) not in for_coordinators

    def test_the_page_of_the_person_leads_there(self, as_, omar, halima, failed, enrolment):
        page = as_(omar).get(reverse("teach:person", args=[enrolment.learner_id])).content.decode()
        assert reverse("teach:came-about", args=[enrolment.pk]) in page
        assert address(failed) in page
        assert (
            address(failed)
            not in as_(halima).get(reverse("teach:person", args=[enrolment.learner_id])).content.decode()
        )
