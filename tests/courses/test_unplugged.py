"""Pages whose plugin is not installed: Wagtail's admin lists them, and says why nothing can be done with them;
all of them is kept.
"""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision, Workflow

from courses.models import Course, LessonPage, UnpluggedPage
from courses.unplugged.pages import PluginMissing

from .conftest import numbers, publish

SAID = "needs a plugin that is not installed"


@pytest.fixture
def quiz(course, course_page):
    return Page.objects.child_of(course_page).get(slug="trafficking-quiz")


@pytest.fixture
def away(quiz):
    """The quiz, as a page of a plugin that is not installed."""

    def go() -> Page:
        gone = ContentType.objects.create(app_label="gone", model="gonepage")
        for rows in (Revision, ReferenceIndex):
            rows.objects.filter(content_type=quiz.content_type, object_id=str(quiz.pk)).update(content_type=gone)
        Page.objects.filter(pk=quiz.pk).update(content_type=gone)
        return Page.objects.get(pk=quiz.pk)

    return go


def drafted(quiz, user) -> None:
    """A draft of the quiz, handed in for review."""
    page = quiz.specific
    page.title = "A draft"
    page.save_revision(user=user)
    Workflow.objects.first().start(page, user)


class TestLists:
    def test_show_it_with_its_draft_and_its_review(self, quiz, away, course_page, superuser, as_):
        drafted(quiz, superuser)
        page = away()
        client = as_(superuser)

        for url in (
            reverse("wagtailadmin_home"),
            reverse("wagtailadmin_explore", args=[course_page.pk]),
            reverse("wagtailadmin_pages:search") + "?q=quiz",
            reverse("wagtailadmin_choose_page_child", args=[course_page.pk]),
            reverse("wagtailadmin_reports:workflow"),
            reverse("wagtailadmin_reports:site_history"),
            reverse("wagtailadmin_reports:aging_pages"),
            reverse("wagtailadmin_reports:page_types_usage"),
            reverse("wagtailadmin_pages:edit", args=[course_page.pk]),
            reverse("wagtailadmin_pages:history", args=[page.pk]),
            reverse("wagtailadmin_pages:usage", args=[page.pk]),
            reverse("courses_release", args=[course_page.translation_key]),
        ):
            assert client.get(url).status_code == 200, url

    def test_say_what_it_refers_to_and_that_this_stays(self, quiz, away, superuser, as_):
        category = quiz.specific.draws.first().category
        ReferenceIndex.create_or_update_for_object(quiz.specific)
        away()
        client = as_(superuser)

        used = client.get(reverse("wagtailsnippets_questions_category:usage", args=[category.pk])).content.decode()
        assert "Part of a plugin that is not installed" in used
        client.post(reverse("wagtailsnippets_questions_category:delete", args=[category.pk]))
        category.refresh_from_db()

    def test_leave_out_what_is_no_page(self, quiz, away, superuser, as_):
        from assessments.questions.models import Category, Question

        category = Category.objects.first()
        references = ReferenceIndex.objects.filter(base_content_type=ContentType.objects.get_for_model(Question))
        for question in Question.objects.all():
            question.stem = f'<p><a linktype="page" id="{quiz.pk}">Read</a></p>'
            ReferenceIndex.create_or_update_for_object(question)
        assert references.exists()
        gone = ContentType.objects.create(app_label="gone", model="gonequestion")
        references.update(content_type=gone, base_content_type=gone)

        assert (
            as_(superuser).get(reverse("wagtailsnippets_questions_category:usage", args=[category.pk])).status_code
            == 200
        )


class TestDoing:
    @pytest.mark.parametrize(
        "name",
        [
            "edit",
            "delete",
            "copy",
            "view_draft",
            "preview_on_edit",
            "revisions_index",
            "lock",
            "workflow_history",
            "set_privacy",
        ],
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_anything_with_it_is_answered_by_a_sentence(self, quiz, away, superuser, as_, name, method):
        page = away()
        response = getattr(as_(superuser), method)(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]), follow=True)

        assert SAID in response.content.decode()
        assert Page.objects.filter(pk=page.pk, title="Quiz", locked=False).count() == 1

    def test_whoever_may_not_edit_it_learns_nothing(self, quiz, away, wanjiru, omar, as_):
        page = away()
        for person in (wanjiru, omar):
            response = as_(person).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            assert "Quiz" not in response.content.decode()

    def test_what_is_above_it_is_neither_deleted_nor_copied(self, quiz, away, course_page, superuser, as_):
        away()
        client = as_(superuser)
        form = {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": course_page.get_parent().pk,
            "copy_subpages": "on",
        }
        for name, data in (("delete", {}), ("copy", form)):
            before = Page.objects.count()
            response = client.post(reverse(f"wagtailadmin_pages:{name}", args=[course_page.pk]), data, follow=True)
            assert SAID in response.content.decode()
            assert Page.objects.count() == before

    @pytest.mark.parametrize("action", ["delete", "publish", "move"])
    def test_bulk_actions_on_pages_without_their_plugin_are_refused(
        self, quiz, away, course_page, programme_page, superuser, as_, action
    ):
        page = away()
        before = Page.objects.count()
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={page.pk}&next=/admin/"

        response = as_(superuser).post(url, {"chooser": programme_page.pk, "include_descendants": ""}, follow=True)

        assert SAID in response.content.decode() or action == "move"  # Wagtail itself finds no place for it
        assert Page.objects.count() == before
        assert Page.objects.get(pk=page.pk).get_parent().pk == course_page.pk

    def test_a_tree_is_not_translated_without_it(self, away, course_page, programme_page, site, french, superuser, as_):
        for page in (site, programme_page):
            page.copy_for_translation(french)
        away()
        before = Page.objects.count()

        url = reverse("wagtail_localize:submit_page_translation", args=[course_page.pk])
        response = as_(superuser).post(url, {"locales": [french.pk], "include_subtree": "on"}, follow=True)

        assert SAID in response.content.decode()
        assert Page.objects.count() == before

    @pytest.mark.parametrize("act", ["copy", "delete"])
    @pytest.mark.parametrize("whole", [False, True])
    def test_code_cannot_do_it_either(self, quiz, away, course_page, act, whole):
        page = away()
        with pytest.raises(PluginMissing, match=SAID), transaction.atomic():
            how = {"recursive": True, "update_attrs": {"slug": "copy"}} if act == "copy" else {}
            getattr(course_page if whole else page, act)(**how)

    def test_a_review_waits(self, quiz, away, superuser, as_):
        drafted(quiz, superuser)
        page = away()
        task = page.current_workflow_task_state

        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
        as_(superuser).post(url, {"comment": ""})

        task.refresh_from_db()
        assert task.status == "in_progress"


class TestTime:
    def test_a_draft_whose_hour_comes_waits_and_the_others_do_not(self, quiz, lesson, away, course, releasing):
        hour = timezone.now() - timedelta(minutes=1)
        for page in (quiz.specific, LessonPage.objects.get(pk=lesson.pk)):
            page.title, page.go_live_at = f"{page.title} anew", hour
            page.save_revision(approved_go_live_at=hour)
        page = away()

        with releasing():
            call_command("publish_scheduled")

        assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson 1 anew"
        page.refresh_from_db()
        assert page.title == "Quiz"
        assert Revision.objects.filter(object_id=str(page.pk), approved_go_live_at=hour).exists()


class TestTheCourse:
    def test_keeps_its_last_content_when_it_is_published(self, quiz, away, course, course_page, releasing):
        before = course.release.outline.by_id(str(quiz.translation_key))
        away()

        with releasing():
            publish(course_page, title="Anew")

        course.refresh_from_db()
        assert numbers(course) == ["1.0", "1.1"]
        assert course.release.outline.by_id(str(quiz.translation_key)) == before

    def test_goes_on_without_it_once_it_is_unpublished(self, quiz, away, course, superuser, as_, releasing):
        page = away()
        with releasing():
            as_(superuser).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

        course = Course.objects.get()
        assert course.release.outline.by_id(str(quiz.translation_key)) is None

    def test_the_public_address_leads_to_the_course(self, quiz, away, course_page, client):
        page = away()
        assert isinstance(page.specific, UnpluggedPage)
        assert client.get(page.get_url()).url == course_page.get_url()
        assert client.get(course_page.get_url()).status_code == 200

    def test_comes_back_as_it_was(self, quiz, away, course, course_page, releasing):
        kind = quiz.content_type
        page = away()
        Page.objects.filter(pk=page.pk).update(content_type=kind)

        assert Page.objects.get(pk=page.pk).specific.draws.count() == 1
