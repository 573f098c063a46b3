"""Questions after a course on a phone, without signing in and without scripts; what a coordinator sees of them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lms.desks.followups import links, services
from lms.desks.followups.models import Answer, Example, Inquiry
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from tests.builders import complete
from tests.conftest import make_person
from tests.followups.conftest import SURVEYED, USED, set_at

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def asked(course, academy, wanjiru, superuser):
    """The questions to Wanjirũ by now, after three months; seven colleagues have answered."""
    now = timezone.now()
    then = now - 100 * DAY
    services.set_rule(course=course, followups=True, survey=True, by=superuser, now=then - 30 * DAY)
    set_at(academy, superuser, confirms=True)
    people = [wanjiru, *(make_person(f"KE-33{number}", f"Cadet {number}", academy, sex="F") for number in range(7))]
    enrol(people=people, course=course, now=then - 20 * DAY)
    for row in Enrolment.objects.order_by("pk"):
        complete(row, now=then)
    services.plan_all(now=then)
    services.ask_due(now=then)
    services.ask_due(now=now - DAY)
    rows = Inquiry.objects.asked().exclude(learner=wanjiru).select_related("learner__institution").order_by("pk")
    for row in rows:
        given = SURVEYED if row.is_survey else {**USED, "example": "Two girls were led to the shelter."}
        services.answer(inquiry=row, given=given, now=(row.asked_at or now) + timedelta(hours=3))
    return Inquiry.objects.get(learner=wanjiru, months=3)


def test_on_a_phone_without_scripts_and_without_signing_in_nothing_typed_is_lost(device, asked):
    page = device(java_script_enabled=False)
    page.goto(links.address(asked))
    page.get_by_label("Yes, once").check()
    page.get_by_label("An example").fill("ሴትዮዋን ወደ መጠለያ መራኋት")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_label("Yes, once").is_checked()
    assert page.get_by_label("An example").input_value() == "ሴትዮዋን ወደ መጠለያ መራኋት"
    page.get_by_label("Led a person to help or protection").check()
    page.get_by_label("Too little time").check()
    page.get_by_role("button", name="Send").click()
    assert "Thank you" in page.inner_text("main")
    assert Answer.objects.get(inquiry=asked).used == "once"
    assert Example.objects.get(inquiry=asked).text == "ሴትዮዋን ወደ መጠለያ መራኋት"


@LANGUAGES
def test_every_page_is_accessible_and_fits(device, faults_of, faults_on, asked, wanjiru, amina, academy, language):
    staff = ["followups:answers", "followups:places"]
    places = [*map(reverse, staff), reverse("followups:place", args=[academy.pk])]
    found = faults_on([(wanjiru, [reverse("followups:mine"), links.address(asked)]), (amina, places)], language)
    page = device(amina, language=language)
    page.goto(reverse("followups:answers"))
    assert page.locator("table").count() == 5
    page = device(language=language)
    page.goto(links.address(asked))
    page.locator(".main form button").click()
    found += faults_of(page, f"after-courses-{language}")
    assert not found
