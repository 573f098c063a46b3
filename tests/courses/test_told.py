"""Authors are told of decisions and comments, with the place to go to; and what a reviewer reads before deciding."""

import pytest
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from courses.models import LessonPage, Submission
from courses.publishing import submission_services
from lms.desks.notices.models import Notice
from lms.foundation.plugins.notice import PendingNotice, kinds

from .handed import approve, at, hand, posted
from .test_effect import drafted


def told(kind: str) -> dict[str, object]:
    """The words of each notice of this kind, by who gets it."""
    rows = Notice.objects.filter(kind=kind).order_by("pk")
    words = kinds.get(kind).words([PendingNotice(row.person_id, row.facts) for row in rows], now=None)
    return {str(row.person): one for row, one in zip(rows, words, strict=True)}


@pytest.fixture
def handed_in(course, lesson, editor):
    drafted(lesson, title="Clearer")
    return hand(course, editor)


class TestDecisions:
    def test_the_author_reads_why_and_where(self, handed_in, editor, reviewer, now):
        submission_services.send_back(submission=handed_in, by=reviewer, reason="Name the act.", now=now)
        words = told("review_decided")
        assert list(words) == [str(editor)]
        assert "was sent back: Name the act." in words[str(editor)].text
        assert words[str(editor)].link == at(handed_in)

    def test_an_approval_is_told_and_nobody_is_told_of_their_own(
        self, course, lesson, handed_in, reviewer, editor, now
    ):
        approve(handed_in, reviewer)
        assert "was approved." in told("review_decided")[str(editor)].text
        Notice.objects.all().delete()
        drafted(LessonPage.objects.get(pk=lesson.pk), title="Again")
        approve(hand(course, reviewer), reviewer)
        assert told("review_decided") == {}

    def test_a_release_may_wait_for_translations(self, handed_in, editor, reviewer, course, as_, on_commit):
        client = as_(reviewer)
        page = client.get(at(handed_in))
        with on_commit():
            client.post(at(handed_in, "approve"), posted(page, translations="wait"))
        handed_in.refresh_from_db()
        assert (handed_in.state, handed_in.release) == (Submission.State.APPROVED, None)
        assert [release.number for release in course.releases.all()] == ["1.0"]
        assert "the release waits for translations" in client.get(at(handed_in)).content.decode()


class TestComments:
    def test_the_author_and_whoever_wrote_in_the_thread_are_told_with_the_place(
        self, handed_in, lesson, editor, reviewer, wanjiru
    ):
        page = LessonPage.objects.get(pk=lesson.pk)
        comment = Comment.objects.create(page=page, user=reviewer, text="Which act?", contentpath="title")
        words = told("page_commented")
        assert list(words) == [str(editor)] and "Which act?" in words[str(editor)].text
        assert words[str(editor)].link == f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?comment={comment.pk}"

        CommentReply.objects.create(comment=comment, user=editor, text="That of 2010.")
        words = told("page_commented")
        assert "That of 2010." in words[str(reviewer)].text

    def test_not_who_may_no_longer_edit_the_page(self, handed_in, lesson, editor, reviewer):
        editor.groups.clear()
        Comment.objects.create(page=lesson, user=reviewer, text="Which act?", contentpath="title")
        assert told("page_commented") == {}

    def test_what_is_resolved_or_gone_is_not_told(self, handed_in, lesson, editor, reviewer):
        comment = Comment.objects.create(page=lesson, user=reviewer, text="Which act?", contentpath="title")
        Comment.objects.filter(pk=comment.pk).delete()
        assert told("page_commented") == {str(editor): None}


class TestReading:
    def test_a_new_lesson_is_read_word_for_word(self, course, course_page, lesson, editor, reviewer, as_):
        new = LessonPage(title="New", slug="new", body=lesson.body.raw_data[:1], live=False)
        course_page.add_child(instance=new)
        new.save_revision(user=editor)
        shown = as_(reviewer).get(at(hand(course, editor))).content.decode()
        assert "New, and required" in shown and "Word for word" in shown and "added:" in shown

    def test_what_the_checks_found_stands_beside_it_empty_lessons_first(
        self, course, course_page, editor, reviewer, as_
    ):
        new = LessonPage(title="Bare", slug="bare", body=[], live=False)
        course_page.add_child(instance=new)
        new.save_revision(user=editor)
        response = as_(reviewer).get(at(hand(course, editor)))
        first = response.context["findings"][0]
        assert (first.title, first.sentence) == ("Bare", "There is nothing to read in this lesson yet.")
        assert "Open findings" in response.content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[new.pk]) in first.url
