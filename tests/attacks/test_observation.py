"""Checklists: nobody observes or acknowledges for somebody else than they may, and nobody else sees a photo."""

import pytest
import time_machine
from django.urls import reverse

from assessments.observation import learner_views
from assessments.observation import services as observation_services
from assessments.observation.models import Finding, Observation, Photo
from courses.models import CoursePage
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import release
from tests.observation.building import add_checklist, begun

from .mutation import browser, held_by, instead


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def cohort(academy, wanjiru, abdi, omar, now):
    """With Omar in it, who teaches there as well."""
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi, omar], now=now)
    return cohort


@pytest.fixture
def entry(programme_page, cohort, omar, wanjiru, abdi, now):
    page = CoursePage(title="At the gate", slug="gate", summary="First contact.")
    programme_page.add_child(instance=page)
    add_checklist(page)
    page.save_revision().publish()
    course = release(page)
    services.enrol(people=[wanjiru, abdi, omar], course=course, now=now)
    Assignment.objects.create(
        cohort=cohort, course=course, assigned_by=omar, assigned_at=now, touched_at=now, status="done"
    )
    return course.release.outline.by_slug("first-contact")


def test_an_instructor_who_learns_does_not_observe_themselves(cohort, entry, omar):
    def observed() -> bool:
        address = reverse("observation:begin", args=[cohort.pk, entry.id])
        browser(omar).post(address, {"people": [omar.pk], "key": str(uuid7())})
        return Finding.objects.filter(learner=omar).exists()

    held_by(instead(observation_services, "refuse_own_case", lambda by, people: None), attack=observed)


def test_nobody_sees_a_photo_in_the_draft_of_a_colleague(cohort, entry, omar, wanjiru, abdi, academy, now):
    observation = begun(cohort, entry, omar, now, wanjiru)
    photo = Photo.objects.create(finding=observation.findings.get(), data=b"a picture", taken_at=now)

    def seen() -> bool:
        return browser(abdi).get(reverse("observation:photo", args=[photo.pk])).status_code == 200

    held_by(instead(learner_views, "photo_of", lambda request, key: Photo.objects.get(pk=key)), attack=seen)
    assert Observation.objects.drafts_of(omar).exists()
