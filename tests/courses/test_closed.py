"""A closed course is corrected while people go on in it, and stays closed until its own page is published again."""

import pytest

from courses.editing.release.effect import effect_of
from courses.models import Course, CoursePage, LessonPage, StaleCourse
from courses.publishing import services as publishing
from courses.publishing.course_drafts import drafts_of
from lms.learning.progress.models import Enrolment

from .conftest import numbers, publish_and_release
from .handed import approve, hand, hand_in_url
from .test_effect import drafted

TEXT = {"type": "text", "id": "00000000-0000-0000-0000-000000000001", "value": "<p>Said anew.</p>"}


@pytest.fixture
def closed(course, course_page, enrolment, on_commit):
    """The course, taken off the site with somebody under way in it."""
    with on_commit():
        course_page.unpublish()
    course.refresh_from_db()
    assert not course.open and not StaleCourse.objects.exists()
    return course


def rewritten(lesson):
    return drafted(lesson, body=[TEXT, lesson.body.raw_data[1]])


def test_a_correction_reaches_who_is_under_way_and_opens_nothing(
    closed, lesson, enrolment, editor, reviewer, on_commit
):
    draft = rewritten(lesson)
    effect = effect_of(closed.pk, [draft])
    assert effect.stays_closed and effect.waits and not effect.opens
    assert [change.what for change in effect.changes] == ["Text changed"]

    [lesson_draft] = [one for one in drafts_of(publishing.source_page(closed.pk)) if not one.opens]
    with on_commit():
        approve(hand(closed, editor, [lesson_draft]), reviewer)

    closed.refresh_from_db()
    assert numbers(closed) == ["1.0", "1.1"] and not closed.open
    assert Enrolment.objects.get(pk=enrolment.pk).release == closed.release
    assert not CoursePage.objects.get(translation_key=closed.pk).live and not StaleCourse.objects.exists()


def test_what_was_typed_on_its_own_page_since_is_no_part_of_it(closed, course_page, lesson, reviewer, on_commit):
    page = CoursePage.objects.get(pk=course_page.pk)
    page.title = "Typed since"
    page.save()
    page.save_revision()
    with on_commit():
        effect = effect_of(closed.pk, [rewritten(lesson)])
    assert [change.what for change in effect.changes] == ["Text changed"]


def test_its_own_page_is_offered_but_not_chosen_and_opens_it_again(closed, course_page, lesson, editor, as_):
    rewritten(lesson)
    shown = as_(editor).get(hand_in_url(closed))
    assert "opens the closed course again" in shown.content.decode()
    assert [(draft.row.pk, chosen) for draft, chosen in shown.context["drafts"]] == [
        (course_page.pk, False),
        (lesson.pk, True),
    ]
    page = CoursePage.objects.get(pk=course_page.pk)
    effect = effect_of(closed.pk, [page.get_latest_revision_as_object()])
    assert effect.opens and not effect.stays_closed


def test_publishing_a_lesson_of_it_asks_and_says_that_it_stays_closed(
    closed, lesson, enrolment, reviewer, as_, on_commit
):
    from .conftest import lesson_form

    with on_commit():
        response = publish_and_release(as_(reviewer), LessonPage.objects.get(pk=lesson.pk), lesson_form("Mended."))
    assert response.status_code == 302 and numbers(closed) == ["1.0", "1.1"]
    assert not Course.objects.get(pk=closed.pk).open
