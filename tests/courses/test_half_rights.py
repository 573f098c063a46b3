"""Editors with half the rights, and every way by which something happens without a person:
learners keep what they have.
"""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from assessments.questions.models import Question
from assessments.quiz.models import QuizPage
from courses.models import Cause, Course, CoursePage, LessonPage, Release, StaleCourse
from courses.publishing import services as publishing
from courses.tasks import sweep
from tests.builders import make_course
from tests.releasing import release_as_it_stands

from .conftest import decided, edit, numbers, publish
from .test_dashboard import limited


def of_pages(name: str, page: Page, client, data=None, *more):
    return client.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more]), data or {})


@pytest.fixture
def other_course(programme_page, course):
    return make_course(programme_page, slug="other")


@pytest.fixture
def ugandan_publisher(academy, site):
    """Somebody who may edit and publish, but only in another part of the tree."""
    branch = site.add_child(instance=Page(title="Uganda", slug="uganda"))
    return limited(academy, "UG-501", branch, "add_page", "change_page", "publish_page", "bulk_delete_page")


def press_everything(client, lesson, other_course) -> None:
    """Every button of Wagtail's that could take a page of a course away, put it elsewhere or make another of it."""
    bulk = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?id={lesson.pk}"
    copied = {"new_parent_page": str(other_course.pk), "new_title": "Copy"}
    edit(client, lesson, title="Changed")
    client.post(reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk]) + "?position=2")
    of_pages("copy", lesson, client, {**copied, "new_slug": "copy", "publish_copies": "on"})
    of_pages("copy", lesson, client, {**copied, "new_slug": "alias", "alias": "on"})
    client.post(bulk, {"include_descendants": ""})
    of_pages("unpublish", lesson, client)
    of_pages("move_confirm", lesson, client, None, other_course.pk)
    of_pages("delete", lesson, client)


class TestWithoutTheRightToPublish:
    @pytest.mark.parametrize("who", ["editor", "ugandan_publisher"])
    def test_no_button_changes_what_learners_have(
        self, who, course, course_page, lesson, other_course, as_, request, on_commit
    ):
        before = course.release_id
        with on_commit():
            client = as_(request.getfixturevalue(who))
            press_everything(client, lesson, other_course)
            of_pages("unpublish", course_page, client, {"include_descendants": "on"})
            of_pages("delete", course_page, client, {"confirm_site_name": "Mafunzo"})
        sweep()

        course.refresh_from_db()
        assert (course.release_id, course.open) == (before, True)
        assert Release.objects.count() == 1
        assert not StaleCourse.objects.filter(pk=course.pk).exists()

    def test_the_same_buttons_make_it_wait_where_somebody_may_publish(
        self, course, lesson, other_course, reviewer, as_, on_commit
    ):
        with on_commit():
            press_everything(as_(reviewer), lesson, other_course)
        sweep()

        assert not LessonPage.objects.filter(pk=lesson.pk).exists()
        assert Cause.objects.filter(stale=course.pk).count() > 2
        assert numbers(course) == ["1.0"]

    def test_an_alias_made_a_page_of_its_own_waits(self, course, course_page, lesson, editor, as_, on_commit):
        alias = lesson.create_alias(parent=course_page, update_slug="alias")
        with on_commit():
            of_pages("convert_alias", alias, as_(editor))
            publish(course_page)
        sweep()

        assert numbers(course) == ["1.0"]
        assert StaleCourse.objects.filter(pk=course.pk).exists()

    def test_a_translation_made_elsewhere_takes_the_course_from_nobody(
        self, course_page, lesson, french, editor, as_, superuser, on_commit
    ):
        Page.objects.filter(translation_key__in=[course_page.translation_key]).update(locale=french)
        Page.objects.child_of(course_page).update(locale=french)
        assert release_as_it_stands(course_page.translation_key) == ""
        course = Course.objects.get()
        with on_commit():
            english = CoursePage.objects.get(pk=course_page.pk).copy_for_translation(
                Locale.objects.get(language_code="en"), copy_parents=True, exclude_fields=[]
            )
        assert not english.live
        publishing_page = publishing.source_page(course.pk)
        StaleCourse.objects.create(course_key=course.pk, since=timezone.now(), noted_at=timezone.now())
        sweep()

        course.refresh_from_db()
        assert publishing_page is not None and publishing_page.pk == course_page.pk
        assert course.open

    def test_a_draft_of_another_course_is_not_published_along(self, course, lesson, other_course, reviewer, as_):
        foreign = LessonPage.objects.child_of(other_course).first()
        foreign.title = "Smuggled in"
        revision = foreign.save_revision()
        QuizPage.objects.child_of(lesson.get_parent()).get().unpublish()
        client = as_(reviewer)
        address = reverse("courses_release", args=[course.pk])

        response = client.post(address, decided(client.get(address), draft=[f"{foreign.pk}-{revision.pk}"]))

        assert "The course changed since you looked" in response.content.decode()
        assert LessonPage.objects.get(pk=foreign.pk).title != "Smuggled in"

    def test_whoever_may_publish_one_lesson_alone_publishes_it_and_the_course_waits(
        self, course, lesson, academy, as_, on_commit
    ):
        person = limited(academy, "KE-503", lesson, "change_page", "publish_page")
        client = as_(person)
        with on_commit():
            edit(client, lesson)
        assert not LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes
        assert (numbers(course), Cause.objects.get().by) == (["1.0"], person)
        address = reverse("courses_release", args=[course.pk])
        shown = client.get(address)
        assert "Release for learners" not in shown.content.decode()
        client.post(address, decided(shown))
        assert numbers(course) == ["1.0"]


class TestWithoutAPerson:
    def test_every_way_to_publish_only_notes(self, course, course_page, lesson, reviewer, as_, on_commit):
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        drafts = list(LessonPage.objects.child_of(course_page))
        for number, page in enumerate(drafts):
            page.title = f"Anew {number}"
            page.save_revision()
        with on_commit():
            as_(reviewer).post(f"{bulk}?id={drafts[0].pk}", {"include_descendants": ""})
            drafts[1].get_latest_revision().publish()
            Question.objects.filter(kind="single").first().save()
            QuizPage.objects.get().move(course_page, pos="first-child")
        sweep()

        assert numbers(course) == ["1.0"]
        assert {cause.by for cause in Cause.objects.filter(what__contains="Anew 0")} == {reviewer}
        assert StaleCourse.objects.get().digest

    def test_a_scheduled_page_goes_live_and_waits(self, course, lesson, on_commit):
        publish(lesson, title="Later", go_live_at=timezone.now() + timezone.timedelta(hours=1))
        lesson.refresh_from_db()
        revision = lesson.scheduled_revision
        revision.approved_go_live_at = timezone.now() - timezone.timedelta(minutes=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
        with on_commit():
            call_command("publish_scheduled", stdout=StringIO())
        sweep()

        assert LessonPage.objects.get(pk=lesson.pk).title == "Later"
        assert numbers(course) == ["1.0"]

    def test_what_is_changed_back_waits_no_more(self, course, lesson, on_commit):
        with on_commit():
            publish(lesson, title="Anew")
        assert StaleCourse.objects.exists()
        with on_commit():
            publish(lesson, title="Lesson 1")

        assert not StaleCourse.objects.exists()
        assert not Cause.objects.exists()


class TestTheService:
    @pytest.mark.parametrize(("by", "why"), [(None, "Because"), ("superuser", " ")])
    def test_wants_an_author_and_a_reason(self, by, why, course_page, request):
        person = request.getfixturevalue(by) if by else None
        shown = publishing.candidate(course_page.translation_key).digest

        with pytest.raises(ValueError, match="author and a reason"):
            publishing.release(key=course_page.translation_key, shown=shown, by=person, why=why, now=timezone.now())

        assert not Release.objects.exists()

    def test_publishes_nothing_where_it_releases_nothing(self, course, lesson, superuser):
        lesson.title = "Anew"
        revision = lesson.save_revision()

        with pytest.raises(publishing.ChangedSinceShown):
            publishing.release(
                key=course.pk, shown="another", by=superuser, why="x", now=timezone.now(), revisions=[revision]
            )

        assert LessonPage.objects.get(pk=lesson.pk).title == "Lesson 1"

    def test_what_is_noted_while_a_release_is_made_is_not_forgotten(self, course, lesson, superuser, monkeypatch):
        """A change that comes between the compile and the end of the release keeps its note."""
        from courses.publishing import stale_courses

        publish(lesson, title="Anew")
        StaleCourse.objects.all().delete()
        shown = publishing.candidate(course.pk).digest

        def note_meanwhile(**_kwargs):
            stale_courses.note(course_key=course.pk, what="Meanwhile", by=None, new_edition=False, now=timezone.now())

        publishing.released.connect(note_meanwhile)
        try:
            publishing.release(key=course.pk, shown=shown, by=superuser, why="x", now=timezone.now())
        finally:
            publishing.released.disconnect(note_meanwhile)

        assert Cause.objects.get().what == "Meanwhile"

    def test_reopens_a_closed_course_without_another_release(
        self, course, course_page, lesson, reviewer, as_, on_commit
    ):
        with on_commit():
            course_page.unpublish()
        course.refresh_from_db()
        assert not course.open
        with on_commit():
            publish(course_page)
        course.refresh_from_db()
        assert not course.open
        client = as_(reviewer)
        address = reverse("courses_release", args=[course.pk])
        shown = client.get(address)
        assert "people can be enrolled in it again" in shown.content.decode()

        client.post(address, decided(shown))

        course.refresh_from_db()
        assert course.open
        assert numbers(course) == ["1.0"]
