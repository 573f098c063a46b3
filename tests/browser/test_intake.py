"""An intake from its first course to its end, by an instructor in a real browser, without a spreadsheet beside it: each
thing takes three screens at most.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urldefrag

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.observation.models import Finding
from courses.models import Programme
from lms.desks.conversations.models import Message
from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment, Extension
from lms.learning.sessions import board_code
from lms.learning.sessions.models import Attendance, Session
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import release
from tests.observation.building import AT_ONCE, SAFE, SITS, YES, add_checklist

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def intake(academy, wanjiru, abdi):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=timezone.now())
    return cohort


@pytest.fixture
def programme(course_page):
    """One course, with a checklist."""
    add_checklist(course_page)
    release(course_page)
    return Programme.objects.get()


@contextmanager
def three_screens(page) -> Iterator[None]:
    """On at most three pages something is done; what follows on them is the answer. A page with other values in its
    address, as that of an effect before it happens, is another one.
    """
    seen: list[str] = [page.url]
    page.on("framenavigated", lambda frame: seen.append(frame.url) if frame is page.main_frame else None)
    yield
    screens = list(dict.fromkeys(urldefrag(url).url for url in seen))
    assert len(screens) <= 4, screens


def day(days):
    return (timezone.now() + timedelta(days=days)).date().isoformat()


def test_an_intake_from_the_first_course_to_its_end(device, intake, programme, omar, wanjiru, abdi):
    page = device(omar)
    cohort = reverse("teach:cohort", args=[intake.pk])

    page.goto(cohort)
    with three_screens(page):
        page.get_by_role("link", name="Assign course").click()
        page.get_by_role("checkbox", name=str(programme.titles["en"])).check()
        page.get_by_label("Due date", exact=True).fill(day(20))
        page.get_by_role("button", name="See what will happen").click()
        page.get_by_role("button", name="Assign now").click()
        page.wait_for_url("**/teach/assignments/**")
    assignment_services.run_assignment(Assignment.objects.get().pk)
    assert Enrolment.objects.count() == 2

    begins = timezone.localtime() - timedelta(minutes=5)
    page.goto(reverse("teach:cohort-tab", args=[intake.pk, "sessions"]))
    with three_screens(page):
        page.get_by_role("link", name="Plan a session").click()
        page.get_by_label("Subject").fill("First contact")
        page.get_by_label("Begins").fill(f"{begins:%Y-%m-%dT%H:%M}")
        page.get_by_label("Ends").fill(f"{begins + timedelta(hours=2):%Y-%m-%dT%H:%M}")
        page.get_by_label("Place").fill("The yard")
        page.get_by_role("button", name="Plan the session").click()
        page.get_by_role("link", name="Show the code").click()
        page.locator("svg.qr").wait_for()
    session = Session.objects.get()
    phone = device(wanjiru, java_script_enabled=False)
    phone.goto(here(session))
    phone.get_by_role("button", name="I am here").click()
    assert Attendance.objects.get().learner == wanjiru

    page.goto(reverse("teach:cohort-tab", args=[intake.pk, "observation"]))
    with three_screens(page):
        page.get_by_role("link", name=re.compile("Observe.*First contact")).click()
        page.get_by_role("checkbox", name=wanjiru.name).check()
        page.get_by_role("button", name="Observe").click()
        page.locator(f'[name="level-{SAFE}"][value="{AT_ONCE}"]').check()
        page.locator(f'[name="level-{SITS}"][value="{YES}"]').check()
        page.get_by_label("Place").fill("The gate")
        page.get_by_role("button", name="Sign").click()
        page.get_by_text("Signed.").first.wait_for()
    assert Finding.objects.get().learner == wanjiru

    page.goto(reverse("teach:assignments") + f"?cohort={intake.pk}")
    with three_screens(page):
        page.get_by_role("link", name="Give more time").first.click()
        page.get_by_label("Until", exact=True).fill(day(50))
        page.get_by_label("Reason").fill("Night duty for two weeks")
        page.get_by_label(abdi.name).check()
        page.get_by_role("button", name="Give more time").click()
        page.wait_for_url("**/teach/assignments/**")
    assert Extension.objects.get().enrolment.learner == abdi

    phone = device(abdi)
    phone.goto(reverse("conversations:ask"))
    if (title := phone.locator("[name=title]")).count():
        title.fill("The rule on minors")
    phone.locator("textarea").fill("Does the rule on minors hold for smuggling, too?")
    phone.get_by_role("button", name="Send").click()
    page.goto(reverse("conversations:index"))
    with three_screens(page):
        page.get_by_role("link", name="The rule on minors").click()
        page.locator("textarea").fill("No: it is about trafficking.")
        page.get_by_role("button", name="Send").click()
        page.wait_for_load_state()
    assert Message.objects.filter(text__contains="about trafficking").exists()

    page.goto(cohort)
    with three_screens(page):
        page.get_by_role("link", name="Close the cohort").click()
        page.get_by_role("button", name="Close the cohort").click()
        page.get_by_text("The cohort is closed.").wait_for()
    intake.refresh_from_db()
    assert intake.closed_at is not None


def here(session) -> str:
    """What the code on the board leads to."""
    return reverse("meetings:here", args=[session.pk, board_code.code(session.pk, board_code.step_of(timezone.now()))])
