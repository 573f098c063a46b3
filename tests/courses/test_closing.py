"""A course is closed for a reason, which stays on record with who closed it; whom that touches is shown before."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from courses.editing import closing
from courses.models import Course, LessonPage
from tests.builders import make_course
from tests.releasing import release_as_it_stands


def at(name: str, page) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk])


def bulk(action: str, *pages) -> str:
    return (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        + "?"
        + "&".join(f"id={page.pk}" for page in pages)
    )


def recorded() -> list[tuple]:
    return [
        (entry.page_id, entry.user, entry.data)
        for entry in PageLogEntry.objects.filter(action=closing.CLOSED).order_by("page_id")
    ]


def is_open(course) -> bool:
    return Course.objects.get(pk=course.pk).open


@pytest.fixture
def client_of(reviewer, as_):
    return as_(reviewer)


@pytest.fixture
def deleting(superuser, as_):
    """Who may also delete, which reviewers may not."""
    return as_(superuser)


class TestUnpublishing:
    def test_shows_what_is_closed_and_whom_that_touches(self, course, course_page, enrolment, client_of):
        page = client_of.get(at("unpublish", course_page)).content.decode()

        assert "Courses that are closed" in page
        assert "One person is under way and goes on with release 1.0." in page
        assert 'name="why"' in page

    def test_takes_a_reason_which_stays_in_the_history(
        self, course, course_page, enrolment, reviewer, client_of, on_commit
    ):
        with on_commit():
            refused = client_of.post(at("unpublish", course_page), {"why": " "}, follow=True)
        assert "Say why the course is closed" in refused.content.decode()
        assert is_open(course)

        with on_commit():
            client_of.post(at("unpublish", course_page), {"why": "The act was repealed"})

        assert not is_open(course)
        assert recorded() == [(course_page.pk, reviewer, {"why": "The act was repealed", "under_way": 1})]
        history = client_of.get(at("history", course_page)).content.decode()
        assert "Closed for new enrolments: The act was repealed" in history

    def test_of_a_programme_closes_its_courses_only_with_all_below(
        self, course, course_page, programme_page, client_of, on_commit
    ):
        with on_commit():
            client_of.post(at("unpublish", programme_page))
        assert is_open(course)
        Page.objects.filter(pk=programme_page.pk).update(live=True)

        client_of.post(at("unpublish", programme_page), {"include_descendants": "on"})
        assert Page.objects.get(pk=programme_page.pk).live
        with on_commit():
            client_of.post(at("unpublish", programme_page), {"include_descendants": "on", "why": "It ends"})

        assert not is_open(course)
        assert [page for page, _by, _data in recorded()] == [course_page.pk]

    def test_of_a_lesson_or_a_course_without_a_release_asks_nothing(self, course, lesson, programme_page, client_of):
        other = make_course(programme_page, slug="other")
        for page in (lesson, other):
            assert "Courses that are closed" not in client_of.get(at("unpublish", page)).content.decode()
            client_of.post(at("unpublish", page))
            assert not Page.objects.get(pk=page.pk).live

    def test_of_a_translation_closes_nothing(self, course, course_page, french, client_of):
        translation = course_page.copy_for_translation(french, copy_parents=True)
        translation.save_revision().publish()

        assert "Courses that are closed" not in client_of.get(at("unpublish", translation)).content.decode()
        client_of.post(at("unpublish", translation))
        assert is_open(course)


class TestDeleting:
    @pytest.mark.parametrize("what", ["course_page", "programme_page"])
    def test_an_open_course_is_closed_first(self, what, course, course_page, deleting, request):
        page = request.getfixturevalue(what)
        for answer in (
            deleting.get(at("delete", page)),
            deleting.post(at("delete", page), {"confirm_site_name": "Mafunzo", "why": "x"}),
        ):
            assert answer.url == at("unpublish", course_page)

        assert Page.objects.filter(pk=course_page.pk).exists()
        assert is_open(course)

    def test_a_closed_one_is_deleted_as_ever(self, course, course_page, deleting, on_commit):
        with on_commit():
            deleting.post(at("unpublish", course_page), {"why": "The act was repealed"})
            deleting.post(at("delete", course_page), {"confirm_site_name": "Mafunzo"})

        assert not Page.objects.filter(pk=course_page.pk).exists()
        assert recorded()[0][2]["why"] == "The act was repealed"


class TestSeveral:
    @pytest.mark.parametrize("action", ["unpublish", "delete"])
    def test_no_course_is_closed_among_others(
        self, action, course, course_page, lesson, programme_page, deleting, on_commit
    ):
        below = {"include_descendants": "on"}
        for pages in ((course_page,), (lesson, course_page), (programme_page,)):
            with on_commit():
                answer = deleting.post(bulk(action, *pages), below)
            assert answer.url == at("unpublish", course_page)

        assert is_open(course)
        assert LessonPage.objects.filter(pk=lesson.pk, live=True).exists()

    def test_lessons_are_taken_off_together(self, course, lesson, deleting):
        deleting.post(bulk("unpublish", lesson), {"include_descendants": ""})

        assert not LessonPage.objects.get(pk=lesson.pk).live


def test_the_number_of_statements_does_not_grow_with_courses(course, programme_page, django_assert_max_num_queries):
    for slug in ("second", "third"):
        other = make_course(programme_page, slug=slug)
        assert release_as_it_stands(other.translation_key) == ""
    with django_assert_max_num_queries(7):
        assert len(closing.courses_to_close([programme_page])) == 3
