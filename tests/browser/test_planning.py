"""Planning a release for a later hour: axe-core finds nothing, the pages fit a phone; in English and in Arabic."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.models import LessonPage
from tests.courses.hours import on_schedule, planned

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_is_accessible_and_fits(course, course_page, superuser, contexts, sign_in, faults_of, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    at = timezone.now() + timedelta(hours=3)
    on_schedule(LessonPage.objects.child_of(course_page).first(), at, title="Lesson 1, anew")
    page = sign_in(contexts().new_page(), superuser)
    hour = f"{timezone.localtime(at) + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    found = []
    for number, address in enumerate(
        [f"{reverse('courses_plan', args=[course.pk])}?at={hour}", reverse("courses_release", args=[course.pk])]
    ):
        page.goto(address)
        found += faults_of(page, f"planning-{number}-{language}")
        if number == 0:
            planned(course, superuser, at)
    assert found == []
