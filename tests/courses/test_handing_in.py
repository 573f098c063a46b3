"""A whole course is handed in together: pages, questions and citations, by whoever may write them,
and found where one looks.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.questions.models import Category, Question
from assessments.quiz.models import Draw, QuizPage
from courses.editing.release.effect import effect_of
from courses.models import LessonPage, StaleCourse, Submission
from courses.publishing import submission_services
from tests.builders import make_question

from .conftest import numbers
from .handed import all_drafts, at, hand, hand_in_url
from .test_dashboard import limited
from .test_effect import drafted

State = Submission.State


class TestHandingIn:
    def test_gathers_pages_questions_and_citations(self, course, draft, asked_anew, editor, as_):
        page = as_(editor).get(hand_in_url(course))
        names = [draft.name for draft, chosen in page.context["drafts"] if chosen]
        assert len(names) == 3

        answer = as_(editor).post(hand_in_url(course), {"draft": names, "change": "edition", "note": "The law changed"})

        made = Submission.objects.get()
        assert answer.url == at(made)
        assert (made.by, made.course_key, made.state, made.new_edition) == (editor, course.pk, State.WAITING, True)
        assert sorted(made.drafts.values_list("title", flat=True)) == [
            "Law citation: Kenya: Act, s. 3",
            "Lesson 1",
            "Question: Asked anew?",
        ]
        assert numbers(course) == ["1.0"]
        assert not StaleCourse.objects.exists()

    def test_knows_the_questions_that_a_draft_of_the_quiz_would_ask(self, course, editor):
        category = Category.objects.create(name="New ones")
        new = make_question(category, "Never published?")
        Question.objects.filter(pk=new.pk).update(live=False)
        new.save_revision()
        assert not all_drafts(course)

        quiz = QuizPage.objects.get()
        quiz.draws.add(Draw(category=category, number=1))
        quiz.save_revision()
        page, row = all_drafts(course)
        assert (page.title, row.title) == ("Quiz", "Question: Never published?")

        effect = effect_of(course.pk, [page.object])
        assert "which holds 0" in effect.problem
        assert effect_of(course.pk, [page.object, row.object]).waits

    def test_without_a_draft_or_a_reason_nothing_is_handed_in(self, course, draft, editor, as_):
        assert (
            "Choose at least one draft"
            in as_(editor).post(hand_in_url(course), {"change": "edition", "note": "x"}).content.decode()
        )
        assert (
            as_(editor)
            .post(hand_in_url(course), {"draft": [str(draft.pk)], "change": "edition", "note": " "})
            .status_code
            == 200
        )
        assert not Submission.objects.exists()

    def test_a_draft_that_changed_since_it_was_shown_is_shown_again(self, course, lesson, draft, editor, as_):
        [name, *_rest] = [draft.name for draft in all_drafts(course)]
        drafted(lesson, title="By somebody else")

        answer = as_(editor).post(hand_in_url(course), {"draft": [name], "change": "correction", "note": "x"})

        assert "A draft changed since you looked" in answer.content.decode()
        assert not Submission.objects.exists()

    def test_again_takes_the_place_of_ones_own(self, course, lesson, draft, editor):
        first = hand(course, editor)
        drafted(lesson, title="Better still")
        second = hand(course, editor)

        first.refresh_from_db()
        assert (first.state, second.state) == (State.WITHDRAWN, State.WAITING)

    def test_nothing_waits_twice(self, course, draft, editor, other_editor, as_):
        hand(course, editor)
        with pytest.raises(submission_services.WaitsElsewhere):
            hand(course, other_editor)

        names = [one.name for one in all_drafts(course)]
        answer = as_(other_editor).post(hand_in_url(course), {"draft": names, "change": "correction", "note": "x"})

        assert "was handed in by Atieno Ouma" in answer.content.decode()
        assert Submission.objects.count() == 1

    def test_nobody_hands_in_what_they_may_not_write(self, course, draft, asked_anew, academy):
        person = limited(academy, "KE-511", LessonPage.objects.get(pk=draft.pk), "change_page")
        [page, *rows] = all_drafts(course)
        hand(course, person, [page])
        for row in rows:
            with pytest.raises(PermissionDenied):
                hand(course, person, [row])


class TestWhereItIsFound:
    def test_by_who_decides_and_by_who_handed_it_in(self, course, draft, editor, reviewer, other_editor, as_):
        made = hand(course, editor)
        home = reverse("wagtailadmin_home")

        assert at(made) in as_(reviewer).get(home).content.decode()
        assert at(made) in as_(editor).get(home).content.decode()
        assert at(made) not in as_(other_editor).get(home).content.decode()
        listed = as_(reviewer).get(reverse("courses_submissions")).context
        assert [one for one, _page in listed["waiting"]] == [made]
        assert as_(other_editor).get(reverse("courses_submissions")).context["waiting"] == []

    def test_from_the_editor_of_each_page_of_the_course(self, course, course_page, lesson, draft, editor, as_):
        made = hand(course, editor)
        for page in (course_page, lesson):
            found = as_(editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
            assert "action-hand-in" in found and hand_in_url(course) not in found
            assert at(made) in found

    def test_lists_ask_the_same_statements_however_many_wait(self, course, draft, asked_anew, editor, reviewer, as_):
        def statements(address: str) -> int:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            return len(captured)

        client = as_(reviewer)
        addresses = [reverse("courses_submissions"), reverse("wagtailadmin_home")]
        drafts = all_drafts(course)
        hand(course, editor, drafts[:1])
        few = [statements(address) for address in addresses]
        for number, draft_ in enumerate(drafts[1:], start=1):
            hand(course, editor, [draft_], now=timezone.now() + timedelta(seconds=number))

        assert [statements(address) for address in addresses] == few
        assert Submission.objects.waiting().count() == len(drafts)

    def test_of_a_course_that_was_deleted_nothing_is_listed(self, course, course_page, draft, editor, reviewer, as_):
        made = hand(course, editor)
        course_page.delete()

        assert as_(reviewer).get(reverse("courses_submissions")).context["waiting"] == []
        assert as_(reviewer).get(at(made)).status_code == 404
