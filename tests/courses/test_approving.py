"""What was handed in is approved and released together, in one decision, by somebody who may publish all of it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from assessments.questions.bank.services import archive
from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.editing.release.effect import effect_of
from courses.models import Cause, LessonPage, Provision, Release, StaleCourse, Submission, SubmittedDraft
from courses.publishing import services as publishing
from courses.publishing import submission_services
from courses.publishing.course_drafts import drafts_of
from courses.publishing.submission_state import DraftState, items_of, to_publish
from lms.foundation.plugins.activity import NotReady
from tests.conftest import make_person

from .conftest import numbers, publish
from .handed import all_drafts, approve, at, hand, posted, shown
from .test_effect import drafted

State = Submission.State


class TestApproving:
    def test_publishes_all_of_it_and_releases_the_course_once(
        self, course, draft, asked_anew, editor, reviewer, as_, on_commit
    ):
        made = hand(course, editor)
        client = as_(reviewer)
        page = client.get(at(made))
        assert "Asked anew?" in page.content.decode()
        with on_commit():
            answer = client.post(at(made, "approve"), posted(page))

        assert answer.url == at(made)
        assert numbers(course) == ["1.0", "1.1"]
        made.refresh_from_db()
        assert (made.state, made.decided_by, made.release.number, made.reason) == (
            State.APPROVED,
            reviewer,
            "1.1",
            "New law",
        )
        assert Question.objects.get(pk=asked_anew.pk).stem == "<p>Asked anew?</p>"
        assert Provision.objects.get().live
        assert "Said anew." in str(list(LessonPage.objects.get(pk=draft.pk).body.raw_data))
        assert not StaleCourse.objects.exists()
        assert not SubmittedDraft.objects.filter(open=True).exists()

    def test_shows_the_effect_without_writing_anything(
        self, course, draft, asked_anew, editor, reviewer, as_, on_commit
    ):
        made = hand(course, editor)
        log = ModelLogEntry.objects.count(), PageLogEntry.objects.count()
        with on_commit() as told:
            as_(reviewer).get(at(made))

        assert told == []
        assert (ModelLogEntry.objects.count(), PageLogEntry.objects.count()) == log
        assert not Provision.objects.get().live
        assert Question.objects.get(pk=asked_anew.pk).stem != "<p>Asked anew?</p>"
        assert not StaleCourse.objects.exists()
        assert not Cause.objects.exists()

    def test_takes_what_was_handed_in_and_leaves_later_drafts(self, course, lesson, draft, editor, reviewer):
        made = hand(course, editor)
        drafted(lesson, title="Later")
        assert next(one.standing for one in items_of(made)) == DraftState.CHANGED

        approve(made, reviewer)

        live = LessonPage.objects.get(pk=lesson.pk)
        assert (live.title, live.has_unpublished_changes) == ("Lesson 1", True)
        assert "Said anew." in str(list(live.body.raw_data))
        assert live.get_latest_revision_as_object().title == "Later"

    def test_never_puts_something_older_in_the_place_of_what_is_published(
        self, course, lesson, draft, editor, reviewer
    ):
        made = hand(course, editor)
        publish(LessonPage.objects.get(pk=lesson.pk), title="Published since")

        assert next(one.standing for one in items_of(made)) == DraftState.OVERTAKEN
        approve(made, reviewer)

        assert LessonPage.objects.get(pk=lesson.pk).title == "Published since"

    def test_leaves_out_what_is_gone_and_what_was_archived(self, course, lesson, draft, asked_anew, editor, reviewer):
        made = hand(course, editor)
        archive(questions=[asked_anew], by=reviewer)
        LessonPage.objects.get(pk=lesson.pk).delete()

        standings = {one.submitted.title: one.standing for one in items_of(made)}
        assert (standings["Question: Asked anew?"], standings["Lesson 1"]) == (DraftState.ARCHIVED, DraftState.GONE)
        approve(made, reviewer)

        assert Question.objects.get(pk=asked_anew.pk).archived
        assert Question.objects.get(pk=asked_anew.pk).stem != "<p>Asked anew?</p>"

    def test_what_was_shown_is_what_is_decided_on(self, course, lesson, draft, asked_anew, editor, reviewer, as_):
        made = hand(course, editor)
        client = as_(reviewer)
        page = client.get(at(made))
        decision = posted(page)
        archive(questions=[asked_anew], by=reviewer)

        answer = client.post(at(made, "approve"), decision, follow=True)

        assert "The course changed since you looked" in answer.content.decode()
        assert numbers(course) == ["1.0"]
        assert Submission.objects.get().state == State.WAITING
        assert not Provision.objects.get().live

    def test_a_course_that_cannot_be_released_is_not(self, course, lesson, draft, editor, reviewer):
        QuizPage.objects.get().delete()
        publish(LessonPage.objects.exclude(pk=lesson.pk).get(), title="Other")
        made = hand(
            course, editor, [one for one in all_drafts(course) if one.key == str(draft.pk)]
        )  # without the citation it needs

        assert "not published" in effect_of(course.pk, [one.object for one in to_publish(items_of(made))]).problem
        with pytest.raises(NotReady):
            approve(made, reviewer)
        made.refresh_from_db()
        assert made.state == State.WAITING
        assert numbers(course) == ["1.0"]

    def test_the_first_release_of_a_whole_course(self, course_page, editor, reviewer):
        for page in [course_page, *course_page.get_children().specific()]:
            page.unpublish()
            page.save_revision()
        key = course_page.translation_key
        page = publishing.source_page(key)
        made = submission_services.hand_in(key=key, drafts=drafts_of(page), by=editor, note="First", now=timezone.now())

        approve(made, reviewer)

        assert [entry.kind for entry in Release.objects.get().outline.activities] == ["lesson", "lesson", "quiz"]


class TestWhoDecides:
    def test_an_editor_decides_nothing(self, course, draft, editor, other_editor, as_):
        made = hand(course, editor)
        for person in (editor, other_editor):
            page = as_(person).get(at(made))
            assert "Approve and release" not in page.content.decode()
            as_(person).post(at(made, "approve"), posted(page))
            as_(person).post(at(made, "send_back"), {"reason": "x"})
        as_(other_editor).post(at(made, "take_back"))

        made.refresh_from_db()
        assert made.state == State.WAITING
        assert numbers(course) == ["1.0"]

    def test_who_may_publish_the_course_but_not_its_questions_cannot_approve(
        self, course, draft, asked_anew, editor, reviewer, as_
    ):
        made = hand(course, editor)
        decision = shown(made, reviewer)
        Group.objects.get(name="Moderators").permissions.remove(Permission.objects.get(codename="publish_question"))
        client = as_(type(reviewer).objects.get(pk=reviewer.pk))

        page = client.get(at(made)).content.decode()
        assert "somebody else has to approve it" in page
        assert "Approve and release" not in page
        client.post(
            at(made, "approve"),
            {"draft": decision["names"], "shown": decision["shown"], "change": "correction", "why": "x"},
        )

        assert numbers(course) == ["1.0"]
        assert Submission.objects.get().state == State.WAITING

    def test_who_may_not_see_a_question_neither_reads_nor_publishes(
        self, course, draft, asked_anew, kenya, editor, ugandan_academy, as_
    ):
        Question.objects.update(owner=kenya)
        QuizPage.objects.update(institution=kenya)  # which may draw what is Kenya's
        made = hand(course, editor)
        ugandan = make_person("UG-510", "Nakato", ugandan_academy)
        ugandan.groups.add(Group.objects.get(name="Moderators"))
        client = as_(ugandan)

        page = client.get(at(made)).content.decode()

        assert "Asked anew?" not in page
        assert "A draft that you may not see" in page
        assert "somebody else has to approve it" in page
        client.post(
            at(made, "approve"),
            {
                "draft": [one.name for one in to_publish(items_of(made))],
                "change": "correction",
                "why": "x",
                "shown": "x",
            },
        )
        assert numbers(course) == ["1.0"]

    def test_a_publisher_may_decide_on_their_own_and_it_is_on_record(self, course, draft, reviewer):
        made = hand(course, reviewer)
        approve(made, reviewer)

        made.refresh_from_db()
        assert (made.by, made.decided_by) == (reviewer, reviewer)
        actions = set(PageLogEntry.objects.filter(user=reviewer).values_list("action", flat=True))
        assert {submission_services.HANDED_IN, submission_services.APPROVED, "courses.release"} <= actions

    def test_a_locked_page_is_published_by_nobody_else(self, course, draft, editor, reviewer, superuser):
        made = hand(course, editor)
        decision = shown(made, reviewer)
        Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=superuser, locked_at=timezone.now())

        with pytest.raises(PermissionDenied):
            approve(made, reviewer, decision)


class TestDecidedOnce:
    def test_two_approvals_are_one_release(self, course, draft, editor, reviewer, as_):
        made = hand(course, editor)
        decision = posted(as_(reviewer).get(at(made)))
        as_(reviewer).post(at(made, "approve"), decision)
        answer = as_(reviewer).post(at(made, "approve"), decision, follow=True)

        assert "already been decided" in answer.content.decode()
        assert numbers(course) == ["1.0", "1.1"]

    def test_what_was_withdrawn_or_sent_back_is_not_approved(self, course, draft, editor, reviewer):
        for decide in (
            lambda one: submission_services.withdraw(submission=one, by=editor, now=timezone.now()),
            lambda one: submission_services.send_back(
                submission=one, by=reviewer, reason="Mend it", now=timezone.now()
            ),
        ):
            made = hand(course, editor)
            decision = shown(made, reviewer)
            decide(made)
            with pytest.raises(submission_services.AlreadyDecided):
                approve(made, reviewer, decision)
        assert numbers(course) == ["1.0"]

    def test_what_was_approved_is_not_withdrawn(self, course, draft, editor, reviewer, as_):
        made = hand(course, editor)
        approve(made, reviewer)
        as_(editor).post(at(made, "take_back"))

        made.refresh_from_db()
        assert made.state == State.APPROVED

    def test_sent_back_the_author_reads_why_and_hands_in_again(self, course, draft, editor, reviewer, as_):
        made = hand(course, editor)
        as_(reviewer).post(at(made, "send_back"), {"reason": "Cite the new section."})

        assert "Cite the new section." in as_(editor).get(reverse("wagtailadmin_home")).content.decode()
        assert "Cite the new section." in as_(editor).get(at(made)).content.decode()
        assert hand(course, editor).state == State.WAITING

    def test_sending_back_takes_a_reason(self, course, draft, editor, reviewer, as_):
        made = hand(course, editor)
        as_(reviewer).post(at(made, "send_back"), {"reason": " "})

        made.refresh_from_db()
        assert made.state == State.WAITING
