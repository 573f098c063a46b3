"""The rows of conditions in the editor: kept with what their kind needs, refused with a sentence beside them."""

import pytest
from django.urls import reverse

from courses.models import CoursePage, LessonPage, PageCondition
from tests.builders import make_course, release
from tests.locking import after, lock, page_of, put

from .conftest import lesson_form


class TestEditor:
    def test_a_row_is_kept_with_what_its_kind_needs(self, client, course, lesson, editor):
        client.force_login(editor)
        second = page_of("trafficking-lesson-2")

        response = client.post(
            reverse("wagtailadmin_pages:edit", args=[second.pk]),
            lesson_form(action="", slug="trafficking-lesson-2", title="Lesson 2")
            | conditions_form({"kind": "activity", "activity": str(lesson.translation_key), "day": "2026-11-27"}),
        )

        assert response.status_code == 302
        [row] = page_of(second.slug).get_latest_revision_as_object().opening_conditions.all()
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
    def test_what_is_missing_or_forged_is_said_beside_the_field(self, client, course, lesson, editor, row, sentence):
        client.force_login(editor)

        response = client.post(
            reverse("wagtailadmin_pages:edit", args=[lesson.pk]), lesson_form(action="") | conditions_form(row)
        )

        assert sentence in response.content.decode()
        assert not PageCondition.objects.exists()

    def test_an_activity_of_another_course_cannot_be_named(self, client, course, programme_page, editor):
        other = make_course(programme_page, "smuggling")
        foreign = LessonPage.objects.child_of(other).first()
        client.force_login(editor)
        second = page_of("trafficking-lesson-2")

        response = client.post(
            reverse("wagtailadmin_pages:edit", args=[second.pk]),
            lesson_form(action="", slug="trafficking-lesson-2")
            | conditions_form({"kind": "activity", "activity": str(foreign.translation_key)}),
        )

        assert "Choose a part that comes before this one" in response.content.decode()

    def test_a_circle_is_said_beside_the_rows(self, client, course, course_page, programme_page, editor):
        other_page = make_course(programme_page, "smuggling")
        release(other_page)
        lock(other_page, {"kind": "course", "course": course.pk})
        client.force_login(editor)

        response = client.post(
            reverse("wagtailadmin_pages:edit", args=[course_page.pk]),
            {
                "title": course_page.title,
                "slug": course_page.slug,
                "summary": "The three elements.",
                "minutes": "60",
                "validity_months": "24",
                "change": "correction",
                "objectives-count": "0",
                "comments-TOTAL_FORMS": "0",
                "comments-INITIAL_FORMS": "0",
            }
            | conditions_form({"kind": "course", "course": str(other_page.translation_key)}),
        )

        assert "form a circle" in response.content.decode()

    def test_a_form_that_says_nothing_of_conditions_leaves_them(self, client, course, editor):
        second = put(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"))
        client.force_login(editor)

        client.post(
            reverse("wagtailadmin_pages:edit", args=[second.pk]),
            lesson_form(action="", slug="trafficking-lesson-2", title="Lesson 2"),
        )

        latest = CoursePage.objects.get().get_children().get(slug="trafficking-lesson-2").specific
        assert latest.get_latest_revision_as_object().opening_conditions.count() == 1

    @pytest.mark.parametrize(
        ("row", "kept"),
        [
            ({"kind": "activity"}, ("activity", True, None)),
            ({"kind": "date", "day": "2027-03-01"}, ("date", False, "2027-03-01")),
        ],
    )
    def test_a_row_that_is_there_is_kept_or_changed(self, client, course, lesson, editor, row, kept):
        second = put(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"))
        there = PageCondition.objects.get()
        client.force_login(editor)
        sent = conditions_form({"id": str(there.pk), "activity": str(lesson.translation_key), **row})

        response = client.post(
            reverse("wagtailadmin_pages:edit", args=[second.pk]),
            lesson_form(action="", slug="trafficking-lesson-2", title="Lesson 2")
            | sent
            | {"opening_conditions-INITIAL_FORMS": "1"},
        )

        assert response.status_code == 302
        [one] = page_of(second.slug).get_latest_revision_as_object().opening_conditions.all()
        assert (one.kind, one.activity == lesson.translation_key, one.day and f"{one.day}") == kept

    def test_the_list_offers_what_comes_before(self, client, course, lesson, editor):
        client.force_login(editor)

        page = client.get(reverse("wagtailadmin_pages:edit", args=[page_of("trafficking-lesson-2").pk]))

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
