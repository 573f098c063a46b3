"""Planning a release for a later hour: axe-core finds nothing, the pages fit a phone; in English and in Arabic."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.models import LessonPage
from tests.courses.hours import on_schedule, planned

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@LANGUAGES
def test_is_accessible_and_fits(course, course_page, superuser, faults_on, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    at = timezone.now() + timedelta(hours=3)
    on_schedule(LessonPage.objects.child_of(course_page).first(), at, title="Lesson 1, anew")
    hour = f"{timezone.localtime(at) + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    found = faults_on([(superuser, [f"{reverse('courses_plan', args=[course.pk])}?at={hour}"])], language)
    planned(course, superuser, at)
    assert found + faults_on([(superuser, [reverse("courses_release", args=[course.pk])])], language) == []
