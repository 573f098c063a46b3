"""What a release changes word for word, and a course that is handed in and closed: axe-core finds nothing,
and the pages fit a phone.
"""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.models import LessonPage
from courses.publishing import services as publishing
from courses.publishing import submission_services
from courses.publishing.course_drafts import drafts_of

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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_is_accessible_and_fits(course, course_page, handed_in, superuser, contexts, sign_in, faults_of, language):
    UserProfile.objects.create(user=superuser, preferred_language=language)
    page = sign_in(contexts().new_page(), superuser)
    draft = handed_in.drafts.get().object_id
    found = []
    for name, address in {
        "submission": reverse("courses_submission", args=[handed_in.pk]),
        "submissions": reverse("courses_submissions"),
        "hand-in": reverse("courses_hand_in", args=[course.pk]),
        "release": f"{reverse('courses_release', args=[course.pk])}?draft={draft}",
        "unpublish": reverse("wagtailadmin_pages:unpublish", args=[course_page.pk]),
    }.items():
        page.goto(address)
        found += faults_of(page, f"{name}-{language}")
    assert found == []
