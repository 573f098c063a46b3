"""Translations that are behind, for editors and learners: axe-core finds nothing, the pages fit a phone; English,
Arabic, dark.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from courses.models import LessonPage
from lms.learning.progress.journal import services
from tests.courses.french import finish, rewritten, translate
from tests.releasing import release_waiting

from .conftest import LANGUAGES, SIZES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def behind(course, course_page, programme_page, site):
    """The first lesson in Arabic, of which the source says something else since; released so.

    Gives the page in Arabic.
    """
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    lesson = LessonPage.objects.child_of(course_page).order_by("path").first()
    for page in (site, programme_page):
        page.copy_for_translation(arabic)
    for page in (course_page, lesson):
        translation = translate(page, arabic)
        finish(translation)
        translation.save_target(publish=True)
    assert release_waiting() == []
    rewritten(lesson, title="Something else").save_revision().publish()
    assert release_waiting() == []
    course.refresh_from_db()
    return LessonPage.objects.get(translation_key=lesson.translation_key, locale=arabic)


def test_a_learner_reads_that_the_text_is_older(behind, course, wanjiru, device, faults_of):
    services.enrol(people=[wanjiru], course=course, now=timezone.now())
    page = device(wanjiru, language="ar")
    entry = course.release.outline.by_id(str(behind.translation_key))
    page.goto(reverse("learn:activity", args=[course.slug, entry.slug]))

    assert "هذا النص أقدم" in page.locator(".callout").first.inner_text()
    assert faults_of(page, "translations-lesson") == []


@LANGUAGES
def test_editors_read_what_is_behind(device, behind, course, superuser, faults_of, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    lesson = LessonPage.objects.get(translation_key=behind.translation_key, locale__language_code="en")
    rewritten(lesson, title="Something else again").save_revision().publish()
    page = device(superuser)
    page.goto(reverse("courses_release", args=[course.pk]))
    page.locator("input[value=wait]").scroll_into_view_if_needed()
    found = faults_of(page, f"translations-effect-{language}")
    page.goto(reverse("wagtailadmin_pages:edit", args=[behind.pk]))
    violations = [violation for size in SIZES for violation in _beside_the_editor(page, size)]
    page.goto(reverse("wagtailadmin_home"))

    assert page.locator(f"a[href='{reverse('wagtailadmin_pages:edit', args=[behind.pk])}']").count() == 1
    assert (found, violations) == ([], [])


def _beside_the_editor(page, size):
    page.set_viewport_size(size)
    return Axe().run(page, context=".translation-standing").response["violations"]
