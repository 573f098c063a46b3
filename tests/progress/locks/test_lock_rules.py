"""Conditions at the door and in words: what is locked, why, and what opens it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.quiz.models import QuizPage
from courses.models import Course
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.access.lock_rules import Locked
from lms.learning.progress.access.locks import locks_of
from lms.learning.progress.enrolments import corrections
from lms.learning.progress.journal import services
from lms.learning.progress.journal.rebuild import rebuild
from lms.learning.progress.models import Attempt, Enrolment, Event
from lms.learning.progress.player.learner_course import LearnerCourse
from tests.builders import complete, right_answers
from tests.conftest import make_person
from tests.locking import after, lock, page_of

from ..test_corrections import do
from .conftest import begin, entry_of, is_locked, statements

FIRST, SECOND, QUIZ = "trafficking-lesson-1", "trafficking-lesson-2", "trafficking-quiz"
DONE = {"done": ["1"]}


class TestTheDoor:
    def test_nothing_begins_behind_a_condition_until_what_was_missing_is_done(self, way, now):
        with pytest.raises(Locked, match="Complete “Lesson 1” first"):
            begin(way, SECOND, now)
        assert not Attempt.objects.exists()
        do(way, FIRST, now)
        way.refresh_from_db()
        assert begin(way, SECOND, now).number == 1

    def test_the_answer_that_begins_a_lesson_opens_the_next_one(self, client, way, wanjiru):
        client.force_login(wanjiru)
        addresses = [reverse("learn:activity", args=[way.course.slug, slug]) for slug in (FIRST, SECOND)]

        answers = [client.post(address, {"done": "1", "event_id": str(uuid7())}) for address in addresses]

        assert [answer.status_code for answer in answers] == [302, 302]

    def test_the_page_of_a_locked_activity_says_why_and_shows_nothing_of_it(self, client, way, wanjiru):
        client.force_login(wanjiru)

        page = client.get(reverse("learn:activity", args=[way.course.slug, SECOND]))

        assert page.status_code == 403
        text = page.content.decode()
        assert "Complete “Lesson 1” first." in text and "No means is needed" not in text
        assert reverse("learn:activity", args=[way.course.slug, FIRST]) in text

    @pytest.mark.parametrize("headers", [{}, {"X-Requested-With": "fetch"}, {"Accept": "application/json"}])
    def test_what_a_form_or_a_queue_sends_is_refused_and_may_come_again(self, client, way, wanjiru, headers):
        client.force_login(wanjiru)
        address = reverse("learn:activity", args=[way.course.slug, SECOND])

        answer = client.post(address, {"done": "1", "event_id": str(uuid7())}, headers=headers)

        assert answer.status_code == 409 and "Mafunzo-Answer" not in answer
        said = answer.json()["message"] if "Accept" in headers else answer.content.decode()
        assert "Complete “Lesson 1” first." in said
        assert not Event.objects.exists()

    def test_a_quiz_is_not_started_by_its_address(self, client, course, wanjiru, now):
        lock(course_page_of_quiz(), after(FIRST))
        services.enrol(people=[wanjiru], course=Course.objects.get(), now=now)
        client.force_login(wanjiru)

        answer = client.post(
            reverse("learn:start", args=["trafficking", QUIZ]), {"event_id": str(uuid7())}, follow=True
        )

        assert answer.status_code == 403 and "Complete “Lesson 1” first." in answer.content.decode()
        assert not Attempt.objects.exists()

    def test_what_was_begun_before_the_condition_goes_on(self, enrolment, now):
        attempt = begin(enrolment, SECOND, now)
        lock(page_of(SECOND), after(FIRST))
        corrections.move(now=now)

        services.answer(attempt=attempt, data=DONE, event_id=uuid7(), now=now)

        enrolment.refresh_from_db()
        assert enrolment.done == [str(attempt.activity_id)]

    def test_what_was_done_before_the_condition_stays_done_and_open(self, client, enrolment, wanjiru, now):
        do(enrolment, SECOND, now)
        lock(page_of(SECOND), after(FIRST))
        corrections.move(now=now)
        enrolment.refresh_from_db()
        client.force_login(wanjiru)

        page = client.get(reverse("learn:activity", args=["trafficking", SECOND]))

        assert page.status_code == 200 and "Lesson 2" in page.content.decode()
        assert not is_locked(enrolment, SECOND, now)

    def test_what_others_began_is_not_answered_behind_the_condition(self, way, omar, now):
        attempt = begin(way, SECOND, now, by=omar)

        with pytest.raises(Locked):
            services.answer(attempt=attempt, data=DONE, event_id=uuid7(), now=now)
        [verdict] = services.receive([services.Arrival(attempt.pk, DONE, uuid7())], by=way.learner, now=now)

        assert (verdict.word, verdict.is_final) == ("later", False)
        assert Event.objects.count() == 1


def course_page_of_quiz():
    return QuizPage.objects.get(slug=QUIZ)


class TestKinds:
    def enrolled(self, person, now):
        services.enrol(people=[person], course=Course.objects.get(slug="trafficking"), now=now)
        rows = Enrolment.objects.select_related("institution", "learner", "course")
        return rows.get(learner=person, course__slug="trafficking")

    def test_a_day_is_that_of_the_institution(self, course, wanjiru, now):
        lock(page_of(FIRST), {"kind": "date", "day": date(2026, 12, 1)})
        way = self.enrolled(wanjiru, now)
        late = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)  # past midnight in Nairobi, not in Greenwich

        assert is_locked(way, FIRST, late - timedelta(hours=1))
        assert not is_locked(way, FIRST, late)

    def test_a_score_of_another_activity_opens_a_lock(self, course, wanjiru, now):
        quiz = course_page_of_quiz()
        quiz.move(page_of(SECOND), pos="left")
        lock(page_of(SECOND), {"kind": "score", "activity": quiz.translation_key, "percent": 60})
        way = self.enrolled(wanjiru, now)
        quiz_id = entry_of(way, QUIZ).id

        assert is_locked(way, SECOND, now)
        way.scores = {quiz_id: 0.59}
        assert is_locked(way, SECOND, now)
        way.scores = {quiz_id: 0.6}
        assert not is_locked(way, SECOND, now)

    def test_another_course_that_the_learner_and_nobody_else_completed(
        self, course, course_page, other, abdi, wanjiru, now
    ):
        lock(course_page, {"kind": "course", "course": other.pk})
        way = self.enrolled(wanjiru, now)
        services.enrol(people=[abdi, wanjiru], course=other, now=now)
        complete(Enrolment.objects.get(learner=abdi, course=other), now=now)

        assert is_locked(way, FIRST, now) and is_locked(way, SECOND, now)
        complete(Enrolment.objects.get(learner=wanjiru, course=other), now=now)
        assert not is_locked(way, FIRST, now)

    def test_a_course_that_was_completed_elsewhere_counts(
        self, course, course_page, other, wanjiru, neighbour_academy, now
    ):
        services.enrol(people=[wanjiru], course=other, now=now)
        elsewhere = complete(Enrolment.objects.get(learner=wanjiru, course=other), now=now)
        Enrolment.objects.filter(pk=elsewhere.pk).update(institution=neighbour_academy)
        lock(course_page, {"kind": "course", "course": other.pk})

        assert not is_locked(self.enrolled(wanjiru, now), FIRST, now)

    def test_one_of_several_is_enough(self, course, wanjiru, now):
        rows = [{"kind": "role", "roles": ["judiciary"]}, {"kind": "date", "day": date(2026, 12, 1)}]
        lock(page_of(FIRST), *({**row, "alternative": True} for row in rows))
        way = self.enrolled(wanjiru, now)

        assert is_locked(way, FIRST, now)
        assert not is_locked(way, FIRST, now + timedelta(days=10))


class TestRoles:
    """What somebody's role keeps them from is optional for them."""

    @pytest.fixture
    def for_prosecutors(self, course):
        lock(page_of(SECOND), {"kind": "role", "roles": ["prosecution"]})
        return Course.objects.get(pk=course.pk)

    def test_remaining_leaves_out_what_is_only_for_others(self, for_prosecutors, wanjiru, academy, now):
        prosecutor = make_person("KE-900", "Prosecutor", academy, role_family="prosecution")

        services.enrol(people=[wanjiru, prosecutor], course=for_prosecutors, now=now)

        assert Enrolment.objects.get(learner=wanjiru).remaining == 2
        assert Enrolment.objects.get(learner=prosecutor).remaining == 3

    def test_the_course_is_complete_without_it_and_the_rebuild_agrees(self, for_prosecutors, wanjiru, now):
        services.enrol(people=[wanjiru], course=for_prosecutors, now=now)
        way = Enrolment.objects.get(learner=wanjiru)
        do(way, FIRST, now)
        way.refresh_from_db()
        attempt = begin(way, QUIZ, now)
        services.answer(attempt=attempt, data=right_answers(attempt), event_id=uuid7(), now=now)

        way.refresh_from_db()
        assert (way.status, way.remaining) == ("completed", 0)
        assert list(rebuild(write=False)) == []

    def test_a_correction_that_adds_the_condition_counts_anew(self, enrolment, now):
        lock(page_of(SECOND), {"kind": "role", "roles": ["prosecution"]})
        corrections.move(now=now)

        enrolment.refresh_from_db()
        assert enrolment.remaining == 2
        assert list(rebuild(write=False)) == []

    def test_its_score_is_not_among_what_was_achieved(self, for_prosecutors, wanjiru, now):
        services.enrol(people=[wanjiru], course=for_prosecutors, now=now)
        way = Enrolment.objects.select_related("course").get()
        way.scores = {entry.id: 1.0 for entry in way.release.outline.activities}

        shown = [url for url, _title, _score in LearnerCourse(way, "en", now).results]

        assert len(shown) == 2 and not any(SECOND in url for url in shown)

    def test_the_course_page_calls_it_locked_and_counts_two(self, client, for_prosecutors, wanjiru, now):
        services.enrol(people=[wanjiru], course=for_prosecutors, now=now)
        client.force_login(wanjiru)

        text = client.get(reverse("learn:course", args=["trafficking"])).content.decode()

        assert "Only for these role families: Prosecution." in text
        assert "0 of 2 done · 2 left" in text and "2 parts have to be done." in text


class TestPages:
    def test_the_course_page_locks_and_leads_to_what_opens(self, client, way, wanjiru):
        client.force_login(wanjiru)

        text = client.get(reverse("learn:course", args=["trafficking"])).content.decode()

        first = reverse("learn:activity", args=["trafficking", FIRST])
        assert f'<a href="{first}">Complete “Lesson 1” first.</a>' in text
        assert text.count('class="activity locked"') == 1
        assert f'href="{reverse("learn:activity", args=["trafficking", SECOND])}"' not in text

    def test_my_learning_says_why_a_course_cannot_be_started(self, client, course, course_page, other, wanjiru, now):
        lock(course_page, {"kind": "course", "course": other.pk})
        services.enrol(people=[wanjiru], course=Course.objects.get(pk=course.pk), now=now)
        client.force_login(wanjiru)

        text = client.get(reverse("learn:mine")).content.decode()

        assert "You are not enrolled in it yet: ask your instructor." in text and "See the course" in text
        services.enrol(people=[wanjiru], course=other, now=now)
        page = client.get(reverse("learn:mine"))
        assert f'<a href="{reverse("learn:course", args=[other.slug])}">Complete the course “' in page.content.decode()
        assert page.context["first"].enrolment.course == other, "what is open comes first"

    def test_costs_nothing_without_conditions_and_a_fixed_number_with_them(
        self, client, course, course_page, other, wanjiru, now
    ):
        services.enrol(people=[wanjiru], course=course, now=now)
        client.force_login(wanjiru)
        plain = statements(client, "learn:mine"), statements(client, "learn:course", "trafficking")
        lock(course_page, {"kind": "course", "course": other.pk})
        corrections.move(now=now)

        with_one = statements(client, "learn:mine"), statements(client, "learn:course", "trafficking")

        assert [more - before for before, more in zip(plain, with_one, strict=True)] == [2, 2]
        lock(page_of(SECOND), after(FIRST), {"kind": "date", "day": date(2030, 1, 1)})
        corrections.move(now=now)
        assert (statements(client, "learn:mine"), statements(client, "learn:course", "trafficking")) == with_one


def test_no_day_is_needed_to_judge_a_course_without_conditions(enrolment, django_assert_num_queries):
    way = Enrolment.objects.select_related("institution").get(pk=enrolment.pk)
    locks_of([way], now=timezone.now())  # the release is read once by each process
    with django_assert_num_queries(0):
        assert not locks_of([way], now=timezone.now())[way.pk].activities
