"""Refreshers: nobody answers another's, or before its day; no exam comes back, and few people are not told of."""

from types import SimpleNamespace
from unittest import mock

import pytest
from django.urls import reverse

from assessments.quiz.models import QuizPage
from assessments.refreshers import pool, services, topic_shares
from assessments.refreshers.models import Refresher, RefresherQuerySet
from tests.refreshers.conftest import DAY, begun, completed, due_at, names_of, planned, sent  # noqa: F401
from tests.releasing import release_waiting

from .mutation import all_rows, browser, held_by, instead


def test_another_learner_does_not_answer_it(begun, abdi, monkeypatch):
    Refresher.objects.update(opens_at=begun.enrolment.completed_at)
    name = names_of(begun)[0]

    def answered() -> bool:
        browser(abdi).post(reverse("refreshers:show", args=[begun.pk]), sent(begun, name))
        return begun.answers.exists()

    monkeypatch.setattr(Refresher, "is_open", lambda row, now: True)
    held_by(all_rows(RefresherQuerySet, "of"), attack=answered)


def test_nobody_sees_the_questions_before_their_day(planned, now):
    def opened() -> bool:
        try:
            return services.begin(refresher=planned[2], language="en", now=now + 30 * DAY).form is not None
        except services.NotOpen:
            return False

    held_by(instead(Refresher, "is_open", lambda row, now: True), attack=opened)


def test_the_questions_of_an_exam_do_not_come_back(completed, academy, monkeypatch):
    read = pool.content
    exam = lambda digest: SimpleNamespace(definition={**read(digest).definition, "ticket": True})  # noqa: E731
    monkeypatch.setattr(pool, "content", exam)

    def learned_by_heart() -> bool:
        return bool(pool.pool_of(completed.release_id, language="en", institution=academy))

    held_by(instead(pool, "_is_open", lambda definition: True), attack=learned_by_heart)


def test_a_question_that_an_exam_asks_by_now_does_not_come_back(completed, academy, django_capture_on_commit_callbacks):
    quiz = QuizPage.objects.get(slug="trafficking-quiz")
    quiz.ticket = True
    with django_capture_on_commit_callbacks(execute=True):
        quiz.save_revision().publish()
    assert release_waiting() == []
    taken = pool._today

    def all_asked(course):
        with mock.patch.object(pool, "_is_open", lambda definition: True):
            return taken(course)

    def learned_by_heart() -> bool:
        return bool(pool.pool_of(completed.release_id, language="en", institution=academy))

    held_by(instead(pool, "_today", all_asked), attack=learned_by_heart)


@pytest.mark.parametrize("people", [1, 4])
def test_of_few_people_nothing_is_said(people, db):
    given = [topic_shares.GivenAnswer(learner, "q", False) for learner in range(people)]
    known = {"q": ("What is consent?", "Elements")}

    def told_of() -> bool:
        found = topic_shares._of_course("Course", given, known)
        return bool(found.questions or found.topics)

    held_by(instead(topic_shares, "has_enough_people", lambda given: True), attack=told_of)
