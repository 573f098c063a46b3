"""What counts towards the score of a course, and that it is what the activities count for, also of old rows."""

from datetime import timedelta

import pytest

from assessments.quiz.models import QuizPage
from courses.catalogue.outline import Entry, Outline
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.completion.rules import course_score
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Enrolment
from tests.builders import right_answers, wrong_answers
from tests.releasing import release_waiting

from .test_corrections import do


def attempt_quiz(enrolment, answers, now):
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en", seed=1)
    services.answer(attempt=attempt, data=answers(attempt), event_id=uuid7(), now=now)
    return Enrolment.objects.get(pk=enrolment.pk)


@pytest.fixture
def optional_quiz(enrolment, now):
    """The quiz is an exercise that nobody has to do, and the lessons are done."""
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    quiz.required = False
    quiz.save_revision().publish()
    release_waiting()
    corrections.move(now=now)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    return Enrolment.objects.get(pk=enrolment.pk)


@pytest.mark.once
def test_an_optional_exercise_neither_lowers_nor_raises_the_score():
    entries = tuple(
        Entry(id=name, slug=name, kind="quiz", titles={}, required=required, weight=weight)
        for name, required, weight in (("exam", True, 1), ("exercise", False, 1), ("survey", True, 0))
    )
    weights = Outline({}, {}, {}, "en", 60, 0, entries).weights
    assert weights == {"exam": 1}
    assert course_score({"exam": 1.0, "exercise": 0.4, "survey": 0.1}, weights) == 1.0
    assert course_score({"exercise": 0.4}, weights) is None


def test_an_exercise_that_is_failed_leaves_a_complete_course_as_it_is(optional_quiz, now):
    after = attempt_quiz(optional_quiz, wrong_answers, now + timedelta(hours=1))
    quiz = after.release.outline.by_slug("trafficking-quiz").id
    assert (after.status, after.scores[quiz], after.score) == (Enrolment.Status.COMPLETED, 0.0, None)
    assert list(rebuild(write=False)) == []


def test_a_better_attempt_after_completion_raises_the_score_with_what_the_quiz_counts_for(enrolment, now):
    Enrolment.objects.filter(pk=enrolment.pk).update(completed_at=now, status="completed", scores={}, remaining=0)
    first = attempt_quiz(enrolment, wrong_answers, now + timedelta(hours=1))
    second = attempt_quiz(enrolment, right_answers, now + timedelta(hours=2))
    assert (first.score, second.score) == (0.0, 1.0)
