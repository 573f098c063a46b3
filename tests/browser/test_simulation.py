"""A seat of a simulation in a real browser: played on a phone without scripts; each page is accessible and fits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from tests.simulation.conftest import case_page, course, entry, file  # noqa: F401  fixtures

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seat(course, entry, academy, wanjiru, abdi, omar):
    now = timezone.now()
    progress.enrol(people=[wanjiru, abdi], course=course, now=now)
    run = services.plan_run(
        activity=entry.id, release=course.release, institution=academy, mode="turns", by=omar, now=now
    )
    seat = services.seat(run=run, role="investigator", person=wanjiru, by=omar, now=now)
    other = services.seat(run=run, role="fiu", person=abdi, by=omar, now=now)
    deadlines = [now + timedelta(days=day) for day in range(1, 7)]
    services.open_run(run=run, by=omar, now=now, timing=services.Timing(deadlines=deadlines))
    data = {"decision": "money", "option": "open", "reason": "Fourteen families"}
    services.record(seat=other, verb="decide", data=data, entry_id=uuid7(), now=now)
    return seat


def test_is_played_on_a_phone_without_scripts(device, seat, wanjiru):
    phone = device(wanjiru, java_script_enabled=False)
    phone.goto(reverse("simulation:mine"))
    phone.get_by_role("link", name="Go to your seat").click()
    assert "A request is worth sending" in phone.inner_text("main")
    phone.get_by_label("Ask immigration, labour and the coordinator").check()
    phone.get_by_role("button", name="Record decision").click()
    assert "Write it in words." in phone.inner_text("main")
    assert phone.get_by_label("Ask immigration, labour and the coordinator").is_checked()
    phone.get_by_label("Why", exact=True).fill("We know too little to go in.")
    phone.get_by_role("button", name="Record decision").click()
    assert "We know too little to go in." in phone.inner_text("main")
    assert LogEntry.objects.filter(verb="decide", role="investigator").exists()


@LANGUAGES
def test_each_of_its_pages_is_accessible_and_fits(seat, wanjiru, faults_on, language):
    looks = [reverse("simulation:mine"), reverse("simulation:seat", args=[seat.pk])]
    assert faults_on([(wanjiru, looks)], language) == []
