"""Languages: a translation is released when it is complete; structure comes from the source."""

from wagtail_localize.models import StringSegment

from courses.models import LessonPage
from tests.releasing import release_waiting

from .conftest import numbers
from .french import finish, translate


def test_an_untranslated_segment_keeps_the_language_out(course, tree, lesson, french, releasing):
    for page, leave in ((tree, 0), (lesson, 1)):
        translation = translate(page, french)
        finish(translation, leave=leave)
        with releasing():
            translation.save_target(publish=True)

    assert release_waiting() == []
    course.refresh_from_db()
    outline = course.release.outline
    assert LessonPage.objects.get(translation_key=lesson.translation_key, locale=french).live
    assert set(outline.titles) == {"en", "fr"}
    assert set(outline.by_id(str(lesson.translation_key)).contents) == {"en"}


def test_a_finished_translation_is_released_as_a_correction(course, tree, lesson, french, releasing):
    lesson.change, lesson.why = "edition", "An older decision"
    lesson.save()
    for page in (tree, lesson):
        translation = translate(page, french)
        finish(translation)
        with releasing():
            translation.save_target(publish=True)

    course.refresh_from_db()
    entry = course.release.outline.by_id(str(lesson.translation_key))
    assert set(entry.contents) == {"en", "fr"}
    assert entry.titles["fr"] == "FR Lesson 1"
    assert all(number.startswith("1.") for number in numbers(course))


def test_a_translation_that_fell_behind_keeps_its_last_content(course, tree, lesson, french, releasing):
    translation = translate(lesson, french)
    finish(translation)
    with releasing():
        translation.save_target(publish=True)
    course.refresh_from_db()
    before = course.release.outline.by_id(str(lesson.translation_key)).contents["fr"]

    lesson.refresh_from_db()
    lesson.body = [
        *lesson.body.raw_data,
        {"type": "text", "id": "00000000-0000-0000-0000-000000000001", "value": "<p>More.</p>"},
    ]
    translate(lesson, french)
    with releasing():
        lesson.save_revision().publish()
        translate(lesson, french)
    assert release_waiting() == []

    course.refresh_from_db()
    contents = course.release.outline.by_id(str(lesson.translation_key)).contents
    assert contents["fr"] == before


def test_translators_are_not_asked_for_slug_change_or_why(course, lesson, french):
    lesson.why = "For the record"
    lesson.save_revision().publish()

    paths = set(
        StringSegment.objects.filter(source=translate(lesson, french).source).values_list("context__path", flat=True)
    )

    assert "title" in paths
    assert not paths & {"slug", "why", "change"}


def test_an_alias_in_another_language_is_not_compiled(course, tree, lesson, french, releasing):
    with releasing():
        lesson.copy_for_translation(french, copy_parents=True, alias=True)
        tree.save_revision().publish()

    course.refresh_from_db()
    assert set(course.release.outline.titles) == {"en"}
