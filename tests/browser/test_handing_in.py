"""A course that is handed in, compared, planned for a later hour, released and closed: axe-core finds nothing,
and the pages fit a phone.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.models import LessonPage
from courses.publishing import services as publishing
from courses.publishing import submission_services
from courses.publishing.course_drafts import drafts_of
from tests.courses.hours import on_schedule, planned

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def handed_in(course, course_page, superuser):
    lesson = LessonPage.objects.child_of(course_page).first()
    lesson.body = [{**lesson.body.raw_data[0], "value": "<p>Act, means, aim.</p>"}, lesson.body.raw_data[1]]
    lesson.save_revision()
    drafts = drafts_of(publishing.source_page(course.pk))
    return submission_services.hand_in(
        key=course.pk, drafts=drafts, by=superuser, note="The law changed", now=timezone.now()
    )


@LANGUAGES
def test_handing_a_course_in_is_accessible_and_fits(course, course_page, handed_in, superuser, faults_on, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    draft = handed_in.drafts.get().object_id
    looks = [
        reverse("courses_submission", args=[handed_in.pk]),
        reverse("courses_submissions"),
        reverse("courses_hand_in", args=[course.pk]),
        f"{reverse('courses_release', args=[course.pk])}?draft={draft}",
        reverse("wagtailadmin_pages:unpublish", args=[course_page.pk]),
    ]
    assert faults_on([(superuser, looks)], language) == []


@LANGUAGES
def test_planning_a_release_for_a_later_hour_is_accessible_and_fits(
    course, course_page, superuser, faults_on, language
):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    at = timezone.now() + timedelta(hours=3)
    on_schedule(LessonPage.objects.child_of(course_page).first(), at, title="Lesson 1, anew")
    hour = f"{timezone.localtime(at) + timedelta(hours=1):%Y-%m-%dT%H:%M}"
    found = faults_on([(superuser, [f"{reverse('courses_plan', args=[course.pk])}?at={hour}"])], language)
    planned(course, superuser, at)
    assert found + faults_on([(superuser, [reverse("courses_release", args=[course.pk])])], language) == []
