"""A hand-in in a real browser: a photo from a phone whose connection is cut meanwhile, the same without scripts, and
the pages of both sides.
"""

import io
import os

import pytest
from django.urls import reverse
from PIL import Image

from assessments.assignment import bundles
from assessments.assignment.models import HandedFile, Upload
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.assignment.building import add_hand_in, handed_in
from tests.builders import make_course, release

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enrolment(programme_page, wanjiru, now):
    page = make_course(programme_page)
    add_hand_in(page)
    services.enrol(people=[wanjiru], course=release(page), now=now)
    return Enrolment.objects.get(learner=wanjiru)


@pytest.fixture
def address(enrolment):
    return reverse("learn:activity", args=[enrolment.course.slug, "raid-report"])


def photo() -> bytes:
    """A picture of a megabyte and more, as phones take them."""
    file = io.BytesIO()
    Image.frombytes("RGB", (1000, 900), os.urandom(1000 * 900 * 3)).save(file, "JPEG", quality=95)
    return file.getvalue()


def test_a_photo_goes_on_after_the_connection_was_cut(device, address, wanjiru):
    phone, data = device(wanjiru), photo()
    assert len(data) > 3 * 256 * 1024
    phone.goto(address)
    phone.get_by_role("button", name="Start").click()
    parts = []

    def cut(route):
        parts.append(route.request.url)
        if len(parts) == 2:
            phone.context.set_offline(True)
            return route.abort()
        return route.continue_()

    phone.route("**/x/assignment/part/**", cut)
    phone.set_input_files("#file", {"name": "scene.jpg", "mimeType": "image/jpeg", "buffer": data})
    phone.get_by_text("No connection").wait_for()
    assert Upload.objects.get().received == 256 * 1024
    phone.context.set_offline(False)
    phone.get_by_role("link", name="scene.jpg").wait_for()
    assert not any("offset=0" in part for part in parts[1:])
    phone.fill("textarea", "They took her papers.")
    phone.get_by_role("button", name="Hand in").click()
    phone.get_by_text("Being marked").wait_for()
    attempt = Attempt.objects.get(kind="hand-in")
    assert attempt.state["responses"]["work"] == {
        "text": "They took her papers.",
        "files": [HandedFile.objects.get().facts],
    }


def test_text_is_saved_as_it_is_written(device, address, wanjiru):
    phone = device(wanjiru)
    phone.goto(address)
    phone.get_by_role("button", name="Start").click()
    phone.fill("textarea", "The first lines")
    phone.locator("textarea").blur()
    phone.get_by_text("Saved").wait_for()
    assert Attempt.objects.get(kind="hand-in").state["responses"]["work"]["text"] == "The first lines"


def test_works_without_scripts(device, address, wanjiru):
    phone = device(wanjiru, java_script_enabled=False)
    phone.goto(address)
    phone.get_by_role("button", name="Start").click()
    phone.set_input_files("#file", {"name": "scene.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    phone.fill("textarea", "They took her papers.")
    phone.get_by_role("button", name="Hand in").click()
    text = phone.inner_text("main")
    assert "Being marked" in text
    assert "scene.jpg" in text


@LANGUAGES
def test_each_page_is_accessible_and_fits(device, address, wanjiru, omar, faults_of, language):
    page, found = device(wanjiru, language=language), []
    page.goto(address)
    found += faults_of(page, f"hand-in-start-{language}")
    page.locator("form[action*=start] button").click()
    page.locator("[data-hand-in]").wait_for()
    found += faults_of(page, f"hand-in-draft-{language}")
    page.fill("textarea", "They took her papers.")
    page.locator("button[name=do][value='hand in']").click()
    page.locator("#question-work .written").wait_for()
    found += faults_of(page, f"hand-in-handed-in-{language}")
    desk = device(omar, language=language)
    desk.goto(reverse("quiz:mark", args=[Attempt.objects.get(kind="hand-in").pk, "work"]))
    for details in desk.locator("main details").all():
        details.locator("summary").click()
    found += faults_of(desk, f"hand-in-desk-{language}")
    desk.goto(reverse("assignment:similar", args=[Attempt.objects.get(kind="hand-in").pk]))
    found += faults_of(desk, f"hand-in-similar-{language}")
    assert found == []


@LANGUAGES
def test_pages_of_a_cohort_are_accessible_and_fit(programme_page, academy, wanjiru, omar, now, faults_on, language):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru], now=now)
    page = make_course(programme_page)
    add_hand_in(page, in_groups=True)
    course = release(page)
    assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    services.enrol(people=[wanjiru], course=course, now=now)
    handed_in(Enrolment.objects.get(learner=wanjiru), now)
    task = course.release.outline.by_slug("raid-report").id
    made = bundles.begin(cohort=cohort, activity=task, archive=None, by=omar, now=now)
    bundles.make(made.pk)
    addresses = [
        reverse("teach:cohort-tab", args=[cohort.pk, "assignment"]),
        reverse("assignment:groups", args=[cohort.pk, task]),
        reverse("assignment:bundle", args=[cohort.pk, task]),
        reverse("assignment:bundle-made", args=[made.pk]),
    ]
    assert faults_on([(omar, addresses)], language) == []
