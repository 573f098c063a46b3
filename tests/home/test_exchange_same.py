"""A course that is read back into the site that it came from changes nothing."""

import pytest
from django.core.files.base import ContentFile
from wagtailmedia.models import get_media_model

from courses.models import CoursePage, LessonPage
from home.exchange.exporting import export_course
from home.exchange.importing import import_course
from tests.builders import make_course

from .loaded import loaded_courses
from .test_exchange import bring
from .whole_course import rich, shown  # noqa: F401  fixtures

OTHERS_FIRST = {"trafficking-tested": ["tip-1"]}


@pytest.mark.parametrize("key", ["tip-1", "core-4-ke", "core-19-guesthouse", "trafficking-tested"])
def test_a_course_read_back_into_its_own_site_would_write_nothing(key, site, superuser, now):
    course = loaded_courses(*OTHERS_FIRST.get(key, ()), key, now=now)
    source = CoursePage.objects.get(translation_key=course.pk, locale__language_code="en")
    files, programme = export_course(source, by=superuser), source.get_parent().specific
    ledger = import_course(files, programme=programme, by=superuser, now=now, dry_run=True)
    assert ledger.written == []


def test_texts_as_the_editor_spells_them_are_not_written_again(course_page, programme_page, superuser, now):
    lesson = LessonPage.objects.child_of(course_page).last()
    lesson.body = [("text", "<p>It&#x27;s&nbsp;&quot;here&quot;.</p>")]
    lesson.save_revision().publish()
    assert bring(export_course(course_page, by=superuser), programme_page, superuser, now).written == []


def test_a_recording_is_known_by_its_sound_and_not_by_its_title(rich, shown, programme_page, superuser, now):
    files = export_course(rich, by=superuser)
    shown["media"].file.save("other.ogg", ContentFile(b"OggS" + b"\1" * 60))
    written = bring(files, programme_page, superuser, now).written
    assert "A talk" in written and get_media_model().objects.filter(title="A talk").count() == 2


def test_the_refresher_of_a_course_goes_along(course_page, programme_page, superuser, now):
    short = make_course(programme_page, slug="short")
    course_page.refresher = short.translation_key
    course_page.save_revision().publish()
    files = export_course(course_page, by=superuser)
    course_page.refresher = None
    course_page.save_revision().publish()
    assert bring(files, programme_page, superuser, now).written == [f"{course_page.title} (en)"]
    course_page.refresh_from_db()
    assert course_page.refresher == short.translation_key
