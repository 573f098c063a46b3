"""Planning a release for a later hour: axe-core finds nothing, the pages fit a phone; in English and in Arabic."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.models import LessonPage
from tests.courses.hours import on_schedule, planned

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_is_accessible_and_fits(course, course_page, superuser, contexts, sign_in, found_by_axe, size, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    at = timezone.now() + timedelta(hours=3)
    on_schedule(LessonPage.objects.child_of(course_page).first(), at, title="Lesson 1, anew")
    page = contexts(viewport=size).new_page()
    sign_in(page, superuser)
    hour = f"{timezone.localtime(at) + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    found = []
    for number, address in enumerate(
        [f"{reverse('courses_plan', args=[course.pk])}?at={hour}", reverse("courses_release", args=[course.pk])]
    ):
        page.goto(address)
        found += found_by_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        if folder := os.environ.get("MAFUNZO_PICTURES"):
            page.screenshot(path=Path(folder) / f"planning-{number}-{size['width']}-{language}.png", full_page=True)
        if number == 0:
            planned(course, superuser, at)
    assert found == []
