"""Small forms of learners, refused after a redirect: the reason stands above with the focus, leads to the field,
and stands beside it.
"""

import pytest
from django.core.exceptions import ValidationError

from assessments.quiz.models import QuizPage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.models import Attempt
from tests.builders import wrong_answers

from .exams.conftest import activity, cohort, enrolments, entry, make_exam, mine, opened, sitting  # noqa: F401  fixtures

QUIZ = "/learn/trafficking/trafficking-quiz/"


def event(**data):
    return {"event_id": str(uuid7()), **data}


class TestTheCodeOfAnExam:
    @pytest.fixture
    def course_page(self, programme_page):
        from tests.builders import make_course

        return make_exam(make_course(programme_page), limit_minutes=30, ticket=True)

    def test_a_wrong_code_is_said_beside_its_field(self, as_, opened, mine, wanjiru):
        client = as_(wanjiru)
        assert "exam-code-error" not in client.get(QUIZ).content.decode()
        answered = client.post("/x/quiz/exam/trafficking/trafficking-quiz/", event(code="WRONG-CODE"), follow=True)
        page = " ".join(answered.content.decode().split())
        assert 'role="alert" tabindex="-1" autofocus><a href="#exam-code">' in page
        assert '<p class="error" id="exam-code-error">' in page
        assert 'aria-describedby="exam-code-help exam-code-error" aria-invalid="true"' in page
        assert not Attempt.objects.exists() and "exam-code-error" not in client.get(QUIZ).content.decode()


def test_an_exam_does_not_say_at_once_what_is_right(course):
    page = QuizPage.objects.get(slug="trafficking-quiz")
    page.ticket, page.behaviour = True, QuizPage.Behaviour.IMMEDIATE
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert set(refused.value.message_dict) == {"behaviour"}


def test_a_contest_without_a_word_opens_its_form_again_and_says_why_beside_the_field(as_, enrolment):
    client = as_(enrolment.learner)
    client.post(f"{QUIZ}start/", event())
    attempt = Attempt.objects.get()
    client.post(QUIZ, event(**wrong_answers(attempt)))
    data = event(question=attempt.form["items"][0]["id"], text="  ")
    answered = client.post(f"/x/quiz/contest/{attempt.pk}/", data)
    assert answered["Location"] == f"{QUIZ}?attempt=1", "no fragment, which would take the reader past the reason"
    page = client.get(answered["Location"]).content.decode()
    assert 'autofocus><a href="#contest">' in page and "<details open>" in page
    assert (
        'aria-invalid="true" aria-describedby="contest-error"' in page
        and '<p class="error" id="contest-error">' in page
    )
