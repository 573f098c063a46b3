"""An attempt at a checklist before the eyes of those who teach its learner."""

from django.urls import reverse

from assessments.observation import services
from assessments.observation.models import Finding
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import Institution

from .building import NEVER, SAFE, SITS, YES, signed


def opened(as_, viewer) -> str:
    return as_(viewer).get(reverse("teach:attempt", args=[Attempt.objects.get().pk])).content.decode()


def test_shows_the_levels_and_leads_to_the_rest(as_, omar, wanjiru, enrolled, entry, now):
    levels, notes = {SAFE: NEVER, SITS: YES}, {SITS: "On the bench"}
    signed(enrolled, entry, omar, now, wanjiru, levels=levels, notes=notes)
    finding = Finding.objects.get()
    services.acknowledge(finding=finding, comment="I was nervous.", by=wanjiru, now=now)
    page = opened(as_, omar)
    assert "Asks whether the person is safe" in page and "Not at all" in page and "At once" not in page
    assert "must be reached" in page and "0 of 2 points" in page and "2 of 2 points" in page
    assert reverse("observation:finding", args=[finding.pk]) in page
    assert "On the bench" not in page and "I was nervous." not in page
    assert "Observation signed" in page and "Acknowledged" in page


def test_does_not_lead_to_what_was_observed_elsewhere(
    as_, omar, wanjiru, enrolled, entry, neighbour_academy: Institution, now
):
    observation = signed(enrolled, entry, omar, now, wanjiru)
    type(observation).objects.filter(pk=observation.pk).update(institution=neighbour_academy)
    page = opened(as_, omar)
    assert "Sits beside, not opposite" in page
    assert "Read the observation" not in page
