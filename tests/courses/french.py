"""Pages put up for translation, translated and looked up as tests need it."""

from django.test import TestCase
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from courses.models import LessonPage
from tests.builders import unsearched
from tests.kept import kept
from tests.releasing import release_waiting


def translate(page, locale) -> Translation:
    source, _made = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.get_or_create(source=source, target_locale=locale)[0]


@kept
@unsearched()
def above_in_french(site, programme_page, french) -> None:
    """The pages above a course, copied into French."""
    for page in (site, programme_page):
        page.copy_for_translation(french)


@kept
@unsearched()
def put_up(course_page, lesson, french) -> Translation:
    """A course and its lesson as drafts in French; that of the course is translated and published."""
    for page in (course_page, lesson):
        translation = translate(page, french)
        with TestCase.captureOnCommitCallbacks(execute=True):
            translation.save_target(publish=False)
    finish(translate(course_page, french))
    with TestCase.captureOnCommitCallbacks(execute=True):
        translate(course_page, french).save_target(publish=True)
    assert release_waiting() == []
    return translation


def finish(translation, *, leave: int = 0) -> None:
    segments = list(StringSegment.objects.filter(source=translation.source).order_by("pk"))
    for segment in segments[leave:]:
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=translation.target_locale,
            context=segment.context,
            defaults={"data": f"FR {segment.string.data}", "translation_type": "manual", "tool_name": ""},
        )


def bring_out(translation, waiting, *, leave: int = 0) -> None:
    """Translate all of it but `leave` texts and publish it, within what waits for the commit."""
    finish(translation, leave=leave)
    with waiting():
        translation.save_target(publish=True)


def in_french(course, page) -> dict[str, str]:
    course.refresh_from_db()
    return {
        name: digest
        for name, digest in course.release.outline.by_id(str(page.translation_key)).contents.items()
        if name == "fr"
    }


def press_publish(client, page):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"})


def rewritten(lesson, **fields) -> LessonPage:
    """The lesson as stored now, to be changed."""
    page = LessonPage.objects.get(pk=lesson.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return page


def older(course, page) -> tuple[str, ...]:
    course.refresh_from_db()
    return course.release.outline.by_id(str(page.translation_key)).older
