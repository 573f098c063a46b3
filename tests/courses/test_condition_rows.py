"""The rows of conditions in the editor: kept with what their kind needs, refused with a sentence beside them."""

import pytest
from django.urls import reverse

from courses.models import LessonPage, PageCondition
from tests.builders import make_course, release
from tests.locking import after, lock, page_of, put

from .conftest import lesson_form


@pytest.fixture
def send(client, course, editor):
    """Saves the draft of a page with these rows of conditions, as its editor's browser does."""
    client.force_login(editor)

    def send(page, *rows: dict, **more):
        form = lesson_form(action="", slug=page.slug, title=page.title) | (conditions_form(*rows) if rows else {})
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form | more)

    return send


@pytest.fixture
def second(course):
    return page_of("trafficking-lesson-2")


def kept_rows(page):
    return page_of(page.slug).get_latest_revision_as_object().opening_conditions.all()


class TestEditor:
    def test_a_row_is_kept_with_what_its_kind_needs(self, send, lesson, second):
        response = send(second, {"kind": "activity", "activity": str(lesson.translation_key), "day": "2026-11-27"})
        assert response.status_code == 302
        [row] = kept_rows(second)
        assert (row.kind, row.activity, row.day) == ("activity", lesson.translation_key, None)

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ({"kind": "course"}, "Choose the course that has to be completed."),
            ({"kind": "course", "course": "11111111-1111-4111-8111-111111111111"}, "Choose a course that has been"),
            ({"kind": "date"}, "Choose the first day on which it is open."),
            ({"kind": "role"}, "Choose for which role families it is open."),
        ],
    )
    def test_what_is_missing_or_forged_is_said_beside_the_field(self, send, lesson, row, sentence):
        assert sentence in send(lesson, row).content.decode()
        assert not PageCondition.objects.exists()

    def test_an_activity_of_another_course_cannot_be_named(self, send, second, programme_page):
        foreign = LessonPage.objects.child_of(make_course(programme_page, "smuggling")).first()
        response = send(second, {"kind": "activity", "activity": str(foreign.translation_key)})
        assert "Choose a part that comes before this one" in response.content.decode()

    def test_a_circle_is_said_beside_the_rows(self, send, course, course_page, programme_page):
        other_page = make_course(programme_page, "smuggling")
        release(other_page)
        lock(other_page, {"kind": "course", "course": course.pk})
        about = {"summary": "The three elements.", "minutes": "60", "validity_months": "24", "objectives-count": "0"}
        response = send(course_page, {"kind": "course", "course": str(other_page.translation_key)}, **about)
        assert "form a circle" in response.content.decode()

    def test_a_form_that_says_nothing_of_conditions_leaves_them(self, send, second):
        put(second, after("trafficking-lesson-1"))
        send(second)
        assert kept_rows(second).count() == 1

    @pytest.mark.parametrize(
        ("row", "kept"),
        [
            ({"kind": "activity"}, ("activity", True, None)),
            ({"kind": "date", "day": "2027-03-01"}, ("date", False, "2027-03-01")),
        ],
    )
    def test_a_row_that_is_there_is_kept_or_changed(self, send, lesson, second, row, kept):
        put(second, after("trafficking-lesson-1"))
        there = PageCondition.objects.get()
        sent = {"id": str(there.pk), "activity": str(lesson.translation_key), **row}
        assert send(second, sent, **{"opening_conditions-INITIAL_FORMS": "1"}).status_code == 302
        [one] = kept_rows(second)
        assert (one.kind, one.activity == lesson.translation_key, one.day and f"{one.day}") == kept

    def test_the_list_offers_what_comes_before(self, client, course, lesson, second, editor):
        client.force_login(editor)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[second.pk]))
        formset = page.context["form"].formsets["opening_conditions"]
        assert formset.offered.activities == [(str(lesson.translation_key), "Lesson 1")]
        assert "When it opens" in page.content.decode()


def conditions_form(*rows: dict) -> dict[str, object]:
    """What the browser sends of the rows of conditions."""
    data: dict[str, object] = {
        "opening_conditions-TOTAL_FORMS": str(len(rows)),
        "opening_conditions-INITIAL_FORMS": "0",
        "opening_conditions-MIN_NUM_FORMS": "0",
        "opening_conditions-MAX_NUM_FORMS": "1000",
    }
    for number, row in enumerate(rows):
        fields = {"ORDER": str(number + 1), "id": "", **row}
        data |= {f"opening_conditions-{number}-{name}": value for name, value in fields.items()}
    return data
