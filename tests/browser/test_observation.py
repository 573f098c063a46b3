"""A checklist on a phone in a real browser: chosen, tapped, kept by itself, signed; read and acknowledged."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.observation import services as observation_services
from assessments.observation.models import Finding, Observation, Photo
from assessments.observation.services import Difference
from courses.models import CoursePage
from lms.learning.progress.journal import services
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import release
from tests.observation.building import AT_ONCE, LATE, NO, SAFE, SITS, YES, add_checklist, begun, signed
from tests.observation.test_photos import picture

from .conftest import LANGUAGES, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cohort(academy, wanjiru, abdi):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=timezone.now())
    return cohort


@pytest.fixture
def entry(programme_page, cohort, omar, wanjiru, abdi):
    """Of a course that both are enrolled in."""
    page = CoursePage(title="At the gate", slug="gate", summary="First contact.")
    programme_page.add_child(instance=page)
    add_checklist(page)
    page.save_revision().publish()
    course, now = release(page), timezone.now()
    services.enrol(people=[wanjiru, abdi], course=course, now=now)
    Assignment.objects.create(
        cohort=cohort, course=course, assigned_by=omar, assigned_at=now, touched_at=now, status="done"
    )
    return course.release.outline.by_slug("first-contact")


@pytest.fixture
def finding(cohort, entry, omar, wanjiru, abdi):
    """Wanjirũ did everything right, Abdi did not."""
    now = timezone.now() - timedelta(hours=1)
    people = {abdi.pk: Difference({SAFE: LATE, SITS: NO}, "Stood over the witness until he was told to sit.")}
    notes = {SAFE: "In a quiet voice, in the language of the person."}
    observation = signed(cohort, entry, omar, now, wanjiru, abdi, notes=notes, people=people)
    return observation.findings.get(learner=wanjiru)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_cohort_to_the_signature(device, cohort, entry, omar, wanjiru, abdi, scripts):
    page = device(omar, java_script_enabled=scripts)
    page.goto(reverse("teach:cohort-tab", args=[cohort.pk, "observation"]))
    page.get_by_role("link", name=re.compile("^Observe")).click()
    for person in (wanjiru, abdi):
        page.get_by_role("checkbox", name=person.name).check()
    page.get_by_role("button", name="Observe").click()
    page.locator(f'[name="level-{SAFE}"][value="{AT_ONCE}"]').check()
    page.locator(f'[name="level-{SITS}"][value="{YES}"]').check()
    page.get_by_text(abdi.name).last.click()
    page.locator(f'[name="level-{SITS}-{abdi.pk}"]').select_option(NO)
    page.get_by_label("Place").fill("The gate")
    page.get_by_role("button", name="Sign").click()
    assert "Signed. The learners read it on their own page." in page.inner_text("main")
    passed = Finding.objects.values_list("learner", "attempt__passed", "attempt__score")
    assert set(passed) == {(wanjiru.pk, True, 1.0), (abdi.pk, False, 0.5)}


def test_the_draft_keeps_itself_and_says_where_it_cannot(contexts, sign_in, cohort, entry, omar, wanjiru):
    observation = begun(cohort, entry, omar, timezone.now(), wanjiru)
    context = contexts(viewport=PHONE)
    page = sign_in(context.new_page(), omar)
    page.goto(reverse("observation:show", args=[observation.pk]))
    page.get_by_label("Place").fill("The gate")
    page.get_by_role("status").get_by_text(re.compile("^Kept")).wait_for()
    assert Observation.objects.get().place == "The gate"
    page.locator("input[type=file]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()})
    page.get_by_text("The photo is kept.").wait_for()
    assert Photo.objects.get().finding.learner == wanjiru
    context.set_offline(True)
    page.locator(f'[name="level-{SAFE}"][value="{AT_ONCE}"]').check()
    page.get_by_text("Not kept yet: no connection.").wait_for()
    context.set_offline(False)
    page.get_by_role("status").get_by_text(re.compile("^Kept")).wait_for()
    assert Observation.objects.get().levels == {SAFE: AT_ONCE}


def test_two_tabs_do_not_undo_one_another_and_both_versions_are_shown(contexts, sign_in, cohort, entry, omar, wanjiru):
    observation = begun(cohort, entry, omar, timezone.now(), wanjiru)
    address = reverse("observation:show", args=[observation.pk])
    context = contexts(viewport=PHONE)
    first = sign_in(context.new_page(), omar)
    first.goto(address)
    second = context.new_page()
    second.goto(address)

    for text in ("In the yard", "In the yard, twice"):  # one save after another of the same page
        with first.expect_response(re.compile(address)) as kept:
            first.get_by_label("Place").fill(text)
        assert kept.value.status == 204
    with second.expect_response(re.compile(address)) as refused:
        second.get_by_label("Place").fill("At the gate")

    assert refused.value.status == 409
    assert "Press “Keep as a draft” to see both." in second.locator("[data-status]").inner_text()
    second.get_by_role("button", name="Keep as a draft").click()
    assert "In the yard, twice" in second.get_by_role("alert").inner_text()
    assert second.get_by_label("Place").input_value() == "At the gate"
    second.get_by_role("button", name="Keep as a draft").click()
    second.get_by_text("The observation is kept. Nobody else sees it until you sign.").wait_for()
    assert Observation.objects.get().place == "At the gate"


def test_the_learner_acknowledges(device, finding, wanjiru):
    page = device(wanjiru)
    page.goto("/learn/gate/first-contact/")
    page.get_by_role("link", name="Read and acknowledge").click()
    page.get_by_label("Comment").fill("I was nervous.")
    page.get_by_role("button", name="Acknowledge").click()
    assert "I was nervous." in page.inner_text("main")
    finding.refresh_from_db()
    assert finding.acknowledged_at


@pytest.fixture
def looks(cohort, entry, finding, omar, wanjiru, abdi):
    """Everybody’s pages."""
    now = timezone.now()
    draft = begun(cohort, entry, omar, now, wanjiru, abdi)
    observation_services.keep_photo(finding=draft.findings.get(learner=abdi), data=picture(), now=now)
    Photo.objects.create(finding=finding, data=picture(), taken_at=now)
    staff = [
        reverse("teach:cohort-tab", args=[cohort.pk, "observation"]),
        reverse("observation:index"),
        reverse("observation:begin", args=[cohort.pk, entry.id]),
        reverse("observation:show", args=[draft.pk]),
        reverse("observation:show", args=[finding.observation_id]),
        reverse("observation:finding", args=[finding.pk]),
        reverse("teach:person-tab", args=[wanjiru.pk, "observation_person"]),
    ]
    own = [reverse("observation:mine"), reverse("observation:own", args=[finding.pk]), "/learn/gate/first-contact/"]
    return [(omar, staff), (wanjiru, own)]


@LANGUAGES
def test_every_page_is_accessible_and_fits(faults_on, looks, language):
    assert faults_on(looks, language) == []
