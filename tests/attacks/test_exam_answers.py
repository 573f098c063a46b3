"""The answers of an exam: nobody reads what is right before everybody has sat it, by whichever page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from assessments.quiz.desk import release_rules
from assessments.quiz.desk import services as desk
from assessments.quiz.desk import views as desk_views
from assessments.quiz.exams import exception_services, sittings
from assessments.quiz.exams.allowances import Allowance
from assessments.quiz.sitting import late_answers
from assessments.quiz.sitting.form import Form
from assessments.quiz.sitting.rules import Rules
from assessments.quiz.sitting.state import State
from courses.catalogue import lookup
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt
from tests.builders import wrong_answers
from tests.quiz.exams.acting import code_of, enter
from tests.quiz.exams.conftest import (  # noqa: F401
    activity,
    cohort,
    course_page,
    enrolments,
    entry,
    mine,
    opened,
    settings_of_quiz,
    sitting,
)
from tests.quiz.test_pages import secrets_of

from .mutation import browser, held_by, instead, text_of

QUIZ = "/learn/trafficking/trafficking-quiz/"
SCRIPT = {"Accept": "application/json"}
HOUR = timedelta(hours=1)


def nobody(*_asked):
    """In place of a condition on others."""
    return Q(pk__in=[])


def planned(activity, cohort):
    """Another sitting, an hour from now."""
    now = timezone.now()
    sittings.plan(activity=activity, cohort=cohort, room="Hall 3", planned_at=now + HOUR, invigilator=None, now=now)


@pytest.fixture
def handed_in(opened, mine, entry, wanjiru, now):
    """Wanjirũ's attempt, in which all is wrong; Abdi has not come yet."""
    attempt = enter(mine, entry, code_of(wanjiru), now)
    return services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)


@pytest.fixture
def over(handed_in, opened, now):
    return sittings.close_sitting(sitting=opened, now=now)


def gives_away(attempt, *addresses, person) -> bool:
    """Does a page say what is right or why, or a question with what was made of its answer?"""
    client = browser(person)
    pages = [text_of(client.get(address, headers=headers)) for address in addresses for headers in ({}, SCRIPT)]
    stems = [f"question-{item['id']}" for item in attempt.form["items"]]
    return any(told in page for told in (*secrets_of(attempt), *stems) if told for page in pages)


class TestTheLearner:
    def test_reads_no_answer_while_others_have_not_come(self, handed_in, wanjiru):
        def read() -> bool:
            return gives_away(handed_in, QUIZ, f"{QUIZ}?attempt=1", person=wanjiru)

        held_by(instead(release_rules, "is_over", lambda *_asked, **_named: True), attack=read)

    def test_is_told_the_mark(self, handed_in, wanjiru):
        page = text_of(browser(wanjiru).get(QUIZ))
        assert "Not passed" in page and "0 of 2 questions right" in page
        assert "when every sitting is closed and every contested answer has its reply" in page

    def test_reads_all_once_the_exam_is_over(self, handed_in, over, wanjiru):
        assert gives_away(handed_in, QUIZ, person=wanjiru)

    def test_reads_no_answer_while_another_sitting_is_planned(self, handed_in, over, activity, cohort, wanjiru):
        planned(activity, cohort)

        def read() -> bool:
            return gives_away(handed_in, QUIZ, person=wanjiru)

        held_by(instead(release_rules, "_sat", nobody), attack=read)

    def test_reads_no_answer_while_somebody_finishes(self, handed_in, opened, entry, enrolments, abdi, wanjiru, now):
        """A sitting that was closed goes on until what is under way is submitted."""
        enter(enrolments[abdi.service_number], entry, code_of(abdi), now)
        sittings.close_sitting(sitting=opened, now=now)

        def read() -> bool:
            return gives_away(handed_in, QUIZ, person=wanjiru)

        held_by(instead(release_rules, "_under_way", nobody), attack=read)

    def test_reads_no_answer_while_a_contest_waits(self, handed_in, over, wanjiru):
        name, now = handed_in.form["items"][0]["id"], timezone.now()
        desk.contest(attempt=handed_in, question=name, text="Both are right.", by=wanjiru, event_id=uuid7(), now=now)

        def read() -> bool:
            return gives_away(handed_in, QUIZ, person=wanjiru)

        held_by(instead(release_rules, "_contested", nobody), attack=read)

    def test_reads_no_answer_whatever_boxes_are_ticked(self, handed_in, wanjiru):
        uncapped = lambda rules, phase: frozenset(rules.review.get("later", ()))  # noqa: E731

        def read() -> bool:
            return gives_away(handed_in, QUIZ, person=wanjiru)

        held_by(instead(Rules, "shown", uncapped), instead(Rules, "holds", lambda *_asked: False), attack=read)


class TestAQuizThatCloses:
    @pytest.fixture
    def settings_of_quiz(self):
        shown = {"during": [], "just_after": [], "later": [], "after_close": ["right", "feedback"]}
        return {"closes_at": timezone.now() + HOUR, "review": shown}

    def test_tells_nothing_to_whoever_has_to_stop_before_the_others(self, mine, entry, activity, wanjiru, omar):
        now = timezone.now()
        early = Allowance(closes_at=now + timedelta(minutes=1))
        exception_services.give(
            activity=activity, whom=wanjiru, allowed=early, reason="Leaves early.", by=omar, now=now
        )
        attempt = services.begin(enrolment=mine, entry=entry, event_id=uuid7(), now=now, language="en")
        attempt = services.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=now)
        Attempt.objects.filter(pk=attempt.pk).update(
            state={**attempt.state, "terms": {"closes_at": now.isoformat()}}  # that minute is over
        )

        def read() -> bool:
            return gives_away(attempt, QUIZ, person=wanjiru)

        held_by(instead(Form, "closes_after", lambda *_asked: False), attack=read)


class TestStaff:
    def test_read_no_attempt_while_another_sitting_is_planned(self, handed_in, over, activity, cohort, omar):
        planned(activity, cohort)

        def read() -> bool:
            return gives_away(handed_in, reverse("teach:attempt", args=[handed_in.pk]), person=omar)

        held_by(instead(release_rules, "_sat", nobody), attack=read)

    def test_read_no_key_on_the_marking_desk_of_what_nobody_has_to_mark(self, handed_in, omar):
        addresses = [reverse("quiz:mark", args=[handed_in.pk, item["id"]]) for item in handed_in.form["items"]]

        def read() -> bool:
            return gives_away(handed_in, *addresses, person=omar)

        held_by(instead(desk_views, "is_sat", lambda *_asked, **_named: False), attack=read)


def test_whoever_decides_on_late_answers_of_an_exam_is_told_no_key(handed_in):
    definition = {"questions": _texts(handed_in)}
    form, after = Form.read(handed_in.form), State.read(handed_in.state)
    before = replace(after, responses={})

    def told() -> bool:
        said = str(late_answers.compare_answers(definition, form, before, after))
        return any(secret in said for secret in secrets_of(handed_in) if secret)

    due = late_answers._due
    without = instead(late_answers, "_due", lambda *asked: due(*asked[:-1], replace(asked[-1], ticket=False)))
    held_by(without, attack=told)


def _texts(attempt):
    entry = attempt.enrolment.release.outline.by_slug("trafficking-quiz")
    return lookup.content(entry.content("en", "", "en")).definition["questions"]
