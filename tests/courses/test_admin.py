"""Publishing in Wagtail's admin: who may, what is asked, what is told, and nothing half done."""

import pytest
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from courses.models import CoursePage, LessonPage, StaleCourse
from tests.progress.test_corrections import do

from .conftest import decided, edit, lesson_form, numbers, publish, publish_and_release
from .handed import hand


class TestInTheAdmin:
    def test_a_new_course_is_kept_as_a_draft_whatever_is_asked_for(self, programme_page, editor, as_):
        objectives = {"objectives-count": "0"}
        form = lesson_form(action="submit", title="New", slug="new", summary="One.", validity_months=24) | objectives
        address = reverse("wagtailadmin_pages:add", args=["courses", "coursepage", programme_page.pk])

        assert as_(editor).post(address, form).status_code == 302

        assert not CoursePage.objects.get(slug="new").live and not WorkflowState.objects.exists()
        assert "action-submit" not in as_(editor).get(address).content.decode()

    def test_an_editor_cannot_publish(self, course, lesson, editor, as_, on_commit):
        with on_commit():
            edit(as_(editor), lesson, why="Because")

        assert numbers(course) == ["1.0"]

    def test_the_next_change_is_decided_anew(self, course, lesson, reviewer, as_):
        publish(lesson, title="Anew", change="edition", why="The last reason")

        page = as_(reviewer).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()

        assert "The last reason" not in page
        assert "Release 1.0 is out" in page

    def test_a_fault_in_the_middle_leaves_nothing_half_done(self, course, lesson, reviewer, as_, monkeypatch):
        from wagtail.signals import page_published

        def fail(**_kwargs):
            raise RuntimeError

        client = as_(reviewer)
        decision = decided(client.get(edit(client, lesson).url))
        lesson.refresh_from_db()
        client.raise_request_exception = False
        page_published.connect(fail)
        try:
            response = client.post(reverse("courses_release", args=[course.pk]), decision)
        finally:
            page_published.disconnect(fail)

        assert response.status_code == 500
        before = LessonPage.objects.get(pk=lesson.pk)
        assert before.live_revision_id == lesson.live_revision_id
        assert before.latest_revision_id == lesson.latest_revision_id
        assert not StaleCourse.objects.exists()

    def test_says_how_many_records_stand_behind_a_course_that_goes_and_none_behind_a_lesson_that_nobody_opened(
        self, course, lesson, course_page, enrolment, reviewer, as_
    ):
        client = as_(reviewer)
        behind_the_lesson = client.get(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk])).content.decode()
        behind_the_course = client.get(reverse("wagtailadmin_pages:unpublish", args=[course_page.pk])).content.decode()
        assert "a record on this page" not in behind_the_lesson
        assert "1 learner has a record on this page" in behind_the_course

    def test_says_how_many_records_stand_behind_a_page_that_goes(
        self, course, lesson, course_page, enrolment, now, reviewer, as_
    ):
        for _time in range(2):
            do(enrolment, lesson.slug, now)
        client = as_(reviewer)
        for name in ("delete", "unpublish"):
            page = client.get(reverse(f"wagtailadmin_pages:{name}", args=[lesson.pk])).content.decode()
            assert "1 learner has a record on this page" in page, name
        moved = client.get(
            reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, course_page.pk])
        ).content.decode()
        assert "1 learner has a record on this page" in moved

    def test_a_page_whose_plugin_is_absent_gets_a_sentence(self, course, lesson, course_page, superuser, as_):
        from django.contrib.contenttypes.models import ContentType

        Page.objects.filter(pk=lesson.pk).update(
            content_type=ContentType.objects.create(app_label="gone", model="gonepage")
        )
        client = as_(superuser)
        for name, page in (("edit", lesson), ("delete", lesson), ("delete", course_page)):
            response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), follow=True)
            assert "needs a plugin that is not installed" in response.content.decode(), name
        client.post(reverse("wagtailadmin_pages:delete", args=[course_page.pk]))
        assert Page.objects.filter(pk=lesson.pk).exists()

    def test_the_dashboard_says_what_is_stale_and_what_waits(self, course, lesson, editor, reviewer, as_, on_commit):
        with on_commit():
            edit(as_(editor), lesson, action="", why="Clearer")
            hand(course, editor)
            publish(LessonPage.objects.exclude(pk=lesson.pk).first(), body=[])

        home = as_(reviewer).get(reverse("wagtailadmin_home")).content.decode()

        assert "To review" in home and "Changed, but not released" in home
        assert "has no content yet" in home


@pytest.mark.django_db(transaction=True)
def test_publishing_shows_the_released_and_the_waiting_courses(course, lesson, superuser, as_):
    client = as_(superuser)
    released = publish_and_release(client, lesson, lesson_form())
    assert "Release 1.1 of “What trafficking is” made." in _told(released)
    assert "wait for release" not in _told(released)

    waiting = client.post(reverse("wagtailadmin_pages:unpublish", args=[lesson.pk]))
    assert "“What trafficking is” has changes that wait for release" in _told(waiting)
    assert reverse("courses_release", args=[course.pk]) in _told(waiting)


def _told(response) -> str:
    from django.contrib.messages import get_messages

    return " ".join(str(message) for message in get_messages(response.wsgi_request))
