"""Courses that ship with Mafunzo: read back into the site that they came from, they change nothing."""

import pytest

from courses.models import CoursePage
from home.exchange.exporting import export_course
from home.exchange.importing import import_course

from .loaded import loaded_courses


@pytest.mark.parametrize("key", ["tip-1", "core-4-ke", "core-19-guesthouse"])
def test_a_course_read_back_into_its_own_site_would_write_nothing(key, site, superuser, now):
    course = loaded_courses(key, now=now)
    source = CoursePage.objects.get(translation_key=course.pk, locale__language_code="en")
    files, programme = export_course(source, by=superuser), source.get_parent().specific
    ledger = import_course(files, programme=programme, by=superuser, now=now, dry_run=True)
    assert ledger.written == []
