"""A refresher on a phone, without scripts; what an editor and an instructor see of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.refreshers import services
from assessments.refreshers.models import Answer, Refresher
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person
from tests.refreshers.conftest import answer_all

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def cohort(course, academy, wanjiru, omar):
    """Seven people who completed the course eight days ago; six have answered what came back."""
    now, then = timezone.now(), timezone.now() - 8 * DAY
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people = [wanjiru, *(make_person(f"KE-32{number}", f"Cadet {number}", academy) for number in range(6))]
    people_services.join(cohort=cohort, people=people, now=then)
    assignment = assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=then)[0]
    run_assignment(assignment.pk, clock=lambda: then)
    for place, person in enumerate(people):
        completed = complete(Enrolment.objects.get(learner=person), now=then)
        services.plan(enrolment=Enrolment.objects.select_related("institution").get(pk=completed.pk))
        if place:
            row = Refresher.objects.get(learner=person, days=7)
            begun = services.begin(refresher=row, language="en", now=now)
            answer_all(begun, now=now, wrong=(place % 3, place % 5))
    return cohort


def own(person) -> str:
    return reverse("refreshers:show", args=[Refresher.objects.get(learner=person, days=7).pk])


def test_five_minutes_on_a_phone_without_scripts(device, cohort, wanjiru):
    page = device(wanjiru, java_script_enabled=False)
    page.goto(reverse("refreshers:mine"))
    page.get_by_role("link", name="Start").first.click()
    page.get_by_role("button", name="Start").click()
    for _question in range(5):
        page.locator("fieldset.choices input:not([type=hidden])").first.check()
        page.get_by_role("button", name="Check answer").click()
        page.locator(".message").wait_for()
        page.locator(".main .actions a.button").click()
    assert "of 5" in page.inner_text("main")
    assert Answer.objects.filter(refresher__learner=wanjiru).count() == 5


@LANGUAGES
def test_every_page_is_accessible_and_fits(device, faults_of, faults_on, cohort, wanjiru, omar, language):
    tab = reverse("teach:cohort-tab", args=[cohort.pk, "refreshers"])
    found = faults_on([(wanjiru, [reverse("refreshers:mine"), own(wanjiru)]), (omar, [tab])], language)
    page = device(wanjiru, language=language)
    page.goto(own(wanjiru))
    page.locator(".main form button").first.click()
    page.locator("fieldset.choices input:not([type=hidden])").first.check()
    found += faults_of(page, f"refreshers-question-{language}")
    page.locator(".main form button").first.click()
    page.locator(".message").wait_for()
    assert found + faults_of(page, f"refreshers-answered-{language}") == []
