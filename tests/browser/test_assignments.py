"""Assignments in a real browser: given with all their dates, changed, more time, withdrawn; and what learners see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.learning.progress.enrolments import assignment_services, extension_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment, Extension
from lms.learning.progress.models.dates import Dates
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import DESKTOP

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cohort(academy, wanjiru, abdi):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    others = [make_person(f"KE-30{number}", f"Cadet {number}", academy) for number in range(3)]
    people_services.join(cohort=cohort, people=[wanjiru, abdi, *others], now=timezone.now())
    return cohort


@pytest.fixture
def given(cohort, course, omar):
    """Due in ten days."""
    now = timezone.now()
    dates = Dates(due_at=now + timedelta(days=10), closes_at=now + timedelta(days=30))
    (one,) = assignment_services.assign(cohort=cohort, courses=[course], dates=dates, late_days=14, by=omar, now=now)
    return assignment_services.run_assignment(one.pk)


def day(days):
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def test_an_instructor_on_a_phone_assigns_changes_extends_and_withdraws(
    contexts, sign_in, cohort, course, omar, wanjiru, faults_of
):
    page = sign_in(contexts().new_page(), omar)
    page.goto("/teach/assign/")
    page.get_by_label(str(course.titles["en"]), exact=True).check()
    page.get_by_label("Cohort", exact=True).select_option(str(cohort.pk))
    page.get_by_label("Due date", exact=True).fill(day(20))
    page.get_by_text("When it opens and closes, and people who join later").click()
    page.get_by_label("Opens", exact=True).fill(day(0))
    page.get_by_label("Closes", exact=True).fill(day(40))
    assert faults_of(page, "assign") == []
    page.get_by_role("button", name="See what will happen").click()
    assert "There will be 5 new enrolments" in page.inner_text("main")
    assert faults_of(page, "assign-effect") == []
    page.get_by_role("button", name="Assign now").click()
    page.wait_for_url("**/teach/assignments/**")
    one = assignment_services.run_assignment(Assignment.objects.get().pk)
    page.goto(f"/teach/assignments/?cohort={cohort.pk}")
    assert faults_of(page, "assigned") == []

    page.get_by_role("link", name="Change the dates").click()
    page.get_by_label("Due date", exact=True).fill(day(30))
    assert faults_of(page, "dates") == []
    page.get_by_role("button", name="See whom it touches").click()
    assert faults_of(page, "dates-effect") == []
    page.get_by_role("button", name="Change the dates").click()
    page.wait_for_url("**/teach/assignments/**")
    assignment_services.run_assignment(one.pk)
    assert {row.due_at.date().isoformat() for row in Enrolment.objects.all()} == {day(30)}

    page.get_by_role("link", name="Give more time").click()
    page.get_by_label("Until", exact=True).fill(day(50))
    page.get_by_label("Reason").fill("Night duty for two weeks")
    page.get_by_label(wanjiru.name).check()
    assert faults_of(page, "extend") == []
    page.get_by_role("button", name="Give more time").click()
    page.wait_for_url("**/teach/assignments/**")
    assert Extension.objects.get().enrolment.learner == wanjiru

    page.get_by_role("link", name="Withdraw").click()
    assert faults_of(page, "withdraw") == []
    page.get_by_role("button", name="Withdraw the assignment").click()
    page.wait_for_url("**/teach/assignments/**")
    assignment_services.run_assignment(one.pk)
    assert not Enrolment.objects.exists()


def test_without_scripts_somebody_who_was_given_more_time_reads_why(contexts, sign_in, given, wanjiru, omar, faults_of):
    until = timezone.now() + timedelta(days=40)
    rows = Enrolment.objects.filter(learner=wanjiru)
    extension_services.extend(
        enrolments=rows, until=until, reason="Night duty for two weeks", by=omar, now=timezone.now()
    )
    page = sign_in(contexts(java_script_enabled=False).new_page(), wanjiru)
    page.goto("/learn/trafficking/")
    assert "Night duty for two weeks" in page.inner_text("main")


def test_a_learner_sees_when_it_opens_and_that_it_closed(contexts, sign_in, given, wanjiru, faults_of):
    Enrolment.objects.update(opens_at=timezone.now() + timedelta(days=5))
    page = sign_in(contexts().new_page(), wanjiru)
    page.goto("/learn/")
    assert faults_of(page, "opens-mine") == []
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    assert page.url.endswith("/learn/trafficking/")
    assert faults_of(page, "opens-course") == []

    Enrolment.objects.update(opens_at=None, closes_at=timezone.now() - timedelta(days=1))
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    assert faults_of(page, "closed-lesson") == []
    Enrolment.objects.update(closes_at=timezone.now() + timedelta(days=9), due_at=None, required=False)
    page.goto("/learn/")
    assert faults_of(page, "optional-mine") == []


def test_in_arabic_the_pages_stand_the_other_way(contexts, sign_in, given, omar, course, faults_of):
    page = sign_in(contexts(viewport=DESKTOP, locale="ar").new_page(), omar)
    page.set_extra_http_headers({"Accept-Language": "ar"})
    for name in ("dates", "extend", "withdraw"):
        page.goto(f"/teach/assignments/{given.pk}/{name}/")
        assert page.locator("html").get_attribute("dir") == "rtl"
        assert faults_of(page, f"ar-{name}") == []
    page.goto(f"/teach/assignments/?cohort={given.cohort_id}")
    assert faults_of(page, "ar-assigned") == []
