"""Locks and programmes as people see them: with words, without faults, on a phone, in Arabic and in the dark."""

import pytest

from courses.models import Course, CoursePage, Programme
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.builders import complete, make_course, release
from tests.locking import after, lock, page_of

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def programme(course, programme_page, wanjiru, abdi, now):
    """Three courses, of which the third waits for the second; Abdi has completed the first two, Wanjirũ nothing."""
    pages = [CoursePage.objects.get(slug="trafficking")]
    for slug, title in (("smuggling", "What smuggling is"), ("interviewing", "Interviewing people")):
        page = make_course(programme_page, slug)
        page.title = title
        page.save_revision().publish()
        release(page)
        pages.append(page)
    programme_page.save_revision().publish()
    lock(page_of("trafficking-lesson-2"), after("trafficking-lesson-1"), {"kind": "role", "roles": ["police"]})
    lock(pages[2], {"kind": "course", "course": pages[1].translation_key})
    keys = [page.translation_key for page in pages]
    Programme.objects.update(required=[str(key) for key in keys[:2]])
    for key in keys:
        services.enrol(people=[wanjiru, abdi], course=Course.objects.get(pk=key), now=now)
    for key in keys[:2]:
        rows = Enrolment.objects.select_related("learner", "institution", "course", "release")
        complete(rows.get(learner=abdi, course=key), now=now)
    return Programme.objects.get()


@LANGUAGES
def test_what_is_locked_and_what_is_complete(programme, faults_on, language, wanjiru, abdi, omar):
    locked = Enrolment.objects.get(learner=wanjiru, course__slug="trafficking")
    own, of_programme = "/learn/trafficking/", f"/learn/programmes/{programme.slug}/"
    looks = [
        (wanjiru, ["/learn/", own, f"{own}trafficking-lesson-2/", "/learn/interviewing/", of_programme]),
        (abdi, [of_programme, "/certificates/"]),
        (omar, [f"/teach/locked/{locked.pk}/", f"/teach/people/{wanjiru.pk}/", f"/teach/people/{abdi.pk}/"]),
    ]
    assert faults_on(looks, language) == []


def test_rows_of_conditions_show_what_their_kind_needs(device, programme, superuser):
    page = device(superuser, viewport={"width": 1280, "height": 900})
    page.goto(f"/admin/pages/{page_of('trafficking-lesson-2').pk}/edit/")

    first = page.locator("[data-inline-panel-child]:has(select[name$='-kind'])").first
    page.get_by_role("heading", name="When it opens").scroll_into_view_if_needed()

    assert first.locator("select[name$='-activity']").count() == 1
    assert not first.locator("input[name$='-day']").is_visible()
