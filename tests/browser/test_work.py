"""Pages that show background work bring themselves up to date, without anybody touching them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people
from tests.conftest import make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cohort(academy, course, wanjiru):
    found = people.open_cohort(institution=academy, name="Intake A", starts_on=timezone.localdate())
    people.join(cohort=found, people=[wanjiru], now=timezone.now())
    assign(cohort=found, courses=[course], due_at=None, by=None, now=timezone.now())
    return found


def test_a_page_follows_work_until_it_is_done(device, cohort, academy, omar):
    Assignment.objects.update(status="running", total=1, touched_at=timezone.now())
    page = device(omar)
    page.goto(f"/teach/assignments/?cohort={cohort.pk}")
    expect(page.locator("[data-work=working] [role=status]")).to_be_visible()
    expect(page.locator(".pill", has_text="Enrolling")).to_be_visible()
    page.evaluate("window.opened = true")

    another = make_person("KE-77", "Kiprop", academy)
    people.join(cohort=cohort, people=[another], now=timezone.now())
    expect(page.locator("td[data-label=Learners]")).to_have_text("2")
    assert page.evaluate("window.opened"), "the numbers change in the page that is open"

    Assignment.objects.update(status="done", handled=1)
    expect(page.locator(".pill", has_text="Enrolling")).to_have_count(0)
    expect(page.locator("[data-work]")).to_have_count(0)
