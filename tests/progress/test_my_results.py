"""“My results”: everything that one learner did, for them alone, at the same number of statements for one and many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.quiz.models import QuizPage
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import complete, event, make_course, release, right_answers, start_attempt, wrong_answers
from tests.releasing import release_waiting

RESULTS = "/learn/my/results/"


QUIZ = "/learn/trafficking/trafficking-quiz/"


@pytest.fixture
def failed(enrolment, as_, wanjiru, now):
    as_(wanjiru).post(QUIZ, event(**wrong_answers(start_attempt(enrolment, "trafficking-quiz", now))))


def test_lists_each_attempt_with_its_mark_and_leads_to_it(as_, wanjiru, failed):
    page = as_(wanjiru).get(RESULTS).content.decode()
    assert "?attempt=1" in page and "0 %" in page.replace("\u00a0", " ") and "not passed" in page
    assert as_(wanjiru).get(f"{QUIZ}?attempt=1").status_code == 200


def test_are_the_learners_own_alone(as_, failed, abdi, omar, client):
    for person in (abdi, omar):
        page = as_(person).get(RESULTS).content.decode()
        assert "?attempt=1" not in page and "What trafficking is" not in page
    assert client.get(RESULTS).status_code == 302


def test_hide_a_mark_that_the_quiz_does_not_show_yet(as_, wanjiru, course, now):
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    quiz.review = {"during": [], "just_after": [], "later": [], "after_close": []}
    quiz.save_revision().publish()
    release_waiting()
    course.refresh_from_db()
    services.enrol(people=[wanjiru], course=course, now=now)
    attempt = start_attempt(Enrolment.objects.get(learner=wanjiru), "trafficking-quiz", now)
    as_(wanjiru).post(QUIZ, event(**right_answers(attempt)))
    page = as_(wanjiru).get(RESULTS).content.decode()
    assert "mark not shown yet" in page and "%" not in page.split("<main")[-1]


def test_cost_the_same_for_one_course_and_many(as_, wanjiru, course, programme_page, now):
    services.enrol(people=[wanjiru], course=course, now=now)
    complete(Enrolment.objects.get(learner=wanjiru), now=now)
    client = as_(wanjiru)
    client.get(RESULTS)
    with CaptureQueriesContext(connection) as one:
        client.get(RESULTS)
    for number in range(3):
        other = release(make_course(programme_page, slug=f"more-{number}"))
        services.enrol(people=[wanjiru], course=other, now=now)
        complete(Enrolment.objects.get(learner=wanjiru, course=other), now=now)
    client.get(RESULTS)
    with CaptureQueriesContext(connection) as many:
        page = client.get(RESULTS).content.decode()
    assert page.count("?attempt=1") == 4 and len(many) == len(one) <= 9
