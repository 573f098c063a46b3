"""The learner’s side on a phone: calendar and its address, what is new, the end of a course, searching."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.desks.search import indexing
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.sessions import services
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import complete

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cohort(academy, wanjiru, abdi, omar, course):
    """It has a course that is due in two days, a drill tomorrow, and a class that was called off."""
    now = timezone.now()
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    assign(cohort=cohort, courses=[course], due_at=now + timedelta(days=2), by=omar, now=now)
    run_assignment(Assignment.objects.get().pk)
    begins = now + timedelta(days=1)
    about = ("drill", "First contact at the checkpoint", "The yard behind Hall 2")
    drill = services.Details(*about, begins, begins + timedelta(hours=3))
    services.plan(cohort=cohort, details=drill, instructors=[omar], by=omar, now=now)
    off = services.Details("class", "Interviewing", "Hall 2", begins, begins + timedelta(hours=1))
    session = services.plan(cohort=cohort, details=off, instructors=[], by=omar, now=now)
    services.call_off(session=session, reason="Rain", by=omar, now=now)
    indexing.index_waiting()
    return cohort


def test_from_what_is_new_to_the_last_lesson_found_again(device, cohort, wanjiru):
    """Without scripts."""
    phone = device(wanjiru, java_script_enabled=False)
    phone.goto("/learn/")
    assert "What is new" in phone.inner_text("main")
    phone.get_by_role("button", name="Show").first.click()
    assert phone.url.endswith("/learn/trafficking/")
    phone.goto("/learn/")
    phone.get_by_role("link", name="Calendar", exact=True).first.click()
    assert "First contact at the checkpoint" in phone.inner_text("main")
    phone.goto("/learn/")
    phone.get_by_role("link", name="Search", exact=True).first.click()
    phone.get_by_label("Words to look for").fill("purpose")
    phone.get_by_role("button", name="Search").click()
    phone.locator("main h3 a").first.click()
    assert "Act, means, purpose." in phone.inner_text("main")


def test_the_address_for_the_phone(device, cohort, wanjiru):
    phone = device(wanjiru)
    phone.goto(reverse("calendar:mine"))
    phone.get_by_role("link", name="In the calendar of your phone").click()
    phone.get_by_role("button", name="Make an address").click()
    path = "/p/" + phone.inner_text("main code").partition("/p/")[2]
    assert "BEGIN:VCALENDAR" in phone.request.get(path).text()
    phone.get_by_role("button", name="End the address").click()
    assert phone.request.get(path).status == 404


@pytest.fixture
def done(cohort, wanjiru):
    complete(Enrolment.objects.get(learner=wanjiru), now=timezone.now())
    return reverse("learn:completed", args=["trafficking"])


@LANGUAGES
def test_pages_are_accessible_and_fit(faults_on, cohort, wanjiru, done, language):
    looks = ["/learn/", reverse("calendar:mine"), reverse("calendar:address"), done, "/search/?q=act+purpose"]
    assert faults_on([(wanjiru, looks)], language) == []
