"""More of an instructor's jobs, from the page after signing in, each in a real browser on a phone and on a desktop, at
no more clicks than it may cost. Typing and choosing from a list are not counted; every press is.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.observation.models import Finding
from assessments.quiz.models import QuizPage, Sitting, Ticket
from certificates.models import Certificate
from courses.models import Course, CoursePage
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.models import Attempt
from lms.learning.progress.models.assignments import Assignment
from lms.learning.sessions.models import Session
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import complete, make_course, release
from tests.observation.building import AT_ONCE, SAFE, SITS, YES, add_checklist
from tests.quiz.marking.conftest import asked, attempt, settings_of_quiz, submitted  # noqa: F401  fixtures
from tests.releasing import release_waiting

from .conftest import DEVICES, too_wide
from .test_exams import code_of
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = 320
"""Width of the smallest window, in pixels (WCAG 2.2, 1.4.10)."""
LANGUAGES = ("en", "fr", "ar", "sw", "am", "om", "so")
APART = """() => {
  const texts = node => { const found = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), all = []
    for (let one = found.nextNode(); one; one = found.nextNode()) if (one.data.trim()) all.push(one)
    return all }
  const places = [...document.querySelectorAll('.destinations > a, .destinations > details > summary')].map(place => {
    const rects = texts(place).flatMap(one => { const range = document.createRange(); range.selectNodeContents(one)
      return [...range.getClientRects()] })
    return [Math.min(...rects.map(one => one.left)), Math.max(...rects.map(one => one.right))] })
  places.sort((one, other) => one[0] - other[0])
  const gaps = places.slice(1).map((one, before) => one[0] - places[before][1])
  return Math.min(...gaps, places[0][0], document.documentElement.clientWidth - places.at(-1)[1])
}"""
"""The least room, in pixels, between two names in the bar, and between the first or last and the edge."""


@pytest.fixture
def cohort(academy, wanjiru, abdi) -> Cohort:
    cohort = people_services.open_cohort(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=timezone.now())
    return cohort


def given(cohort: Cohort, course: Course, by) -> None:
    """The cohort has the course, and its people are enrolled."""
    now = timezone.now()
    for one in assign(cohort=cohort, courses=[course], due_at=now + timedelta(days=9), by=by, now=now):
        run_assignment(one.pk, clock=lambda: now)


@DEVICES
class TestJobs:
    @pytest.fixture
    def instructor(self, device, omar, size):
        return lambda: Clicks(device(omar, viewport=size), "/start/")

    @pytest.fixture
    def more(self):
        """Presses a word below “More”."""

        def press(clicks: Clicks, word: str) -> None:
            clicks.press(clicks.page.locator(".destinations summary"))
            clicks.press(clicks.page.locator(".destinations .menu-list").get_by_role("link", name=word, exact=True))

        return press

    def test_assign_a_course_with_a_due_date(self, instructor, more, cohort, course):
        clicks = instructor()
        more(clicks, "Assign")
        clicks.press(clicks.page.get_by_role("checkbox", name="What trafficking is"))
        clicks.page.get_by_label("Cohort", exact=True).select_option(str(cohort.pk))
        day = timezone.localdate() + timedelta(days=30)
        clicks.page.locator("#id_due").fill(day.isoformat())
        clicks.press("^See what will happen", "button")
        assert not Assignment.objects.exists()
        clicks.press("^Assign now", "button")
        one = Assignment.objects.get(cohort=cohort, course=course)
        assert clicks.number <= 5 and one.due_at.astimezone(one.zone).date() == day

    def test_plan_a_session(self, instructor, cohort):
        clicks = instructor()
        clicks.press(clicks.page.locator(".destinations").get_by_role("link", name="Sessions"))
        clicks.press(clicks.page.locator("summary", has_text="Plan a session"))
        clicks.press(re.escape(cohort.name))
        begins = timezone.localtime() + timedelta(days=2)
        clicks.page.get_by_label("Subject").fill("Interviewing")
        clicks.page.get_by_label("Begins").fill(f"{begins:%Y-%m-%d}T09:00")
        clicks.page.get_by_label("Ends").fill(f"{begins:%Y-%m-%d}T11:00")
        clicks.page.get_by_label("Place").fill("Hall 2")
        clicks.press("^Plan the session", "button")
        expect(clicks.page.get_by_role("heading", level=1)).to_have_text("Interviewing")
        assert clicks.number <= 4 and Session.objects.get().cohort == cohort

    def test_mark_one_answer_with_a_rubric(self, instructor, attempt, asked):
        clicks = instructor()
        clicks.press(r"^Mark\s*: Work to mark")
        expect(clicks.page.locator("#comment")).to_be_visible()
        for criterion in ("means", "law"):
            clicks.page.locator(f"input[name='rubric:{criterion}']").last.check()
        clicks.page.locator("#comment").fill("Cite the article.")
        clicks.press("^Save and next", "button")
        expect(clicks.page.locator(".message-success")).to_contain_text("Saved: question 1")
        people = Attempt.objects.get(pk=attempt.pk).state["people"]
        assert clicks.number <= 2 and len(people[asked["rubric"]]) == 1

    def test_plan_an_exam_and_open_its_cards(self, instructor, cohort, programme_page, omar, wanjiru, abdi):
        page, now = make_course(programme_page), timezone.now()
        quiz = QuizPage.objects.get(slug="trafficking-quiz")
        quiz.ticket = True
        quiz.save_revision().publish()
        assert release_waiting(now) == []
        given(cohort, Course.objects.get(pk=page.translation_key), omar)
        clicks = instructor()
        clicks.press(clicks.page.locator(".destinations").get_by_role("link", name="Cohorts"))
        clicks.press(re.escape(cohort.name))
        clicks.press("^Plan an exam")
        clicks.page.get_by_label("Room").fill("Hall 1")
        clicks.page.get_by_label("Planned for").fill(f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT10:00}")
        clicks.press("^Plan it and open its cards", "button")
        for person in (wanjiru, abdi):
            expect(clicks.page.locator(".cards .card", has_text=person.service_number)).to_contain_text(code_of(person))
        assert clicks.number <= 4 and Sitting.objects.get().room == "Hall 1" and Ticket.objects.count() == 2

    def test_sign_a_checklist(self, instructor, cohort, programme_page, omar, wanjiru, abdi):
        page = CoursePage(title="At the gate", slug="gate", summary="First contact.")
        programme_page.add_child(instance=page)
        add_checklist(page)
        page.save_revision().publish()
        given(cohort, release(page), omar)
        clicks = instructor()
        expect(clicks.page.locator("#waiting ul")).to_contain_text(f"· {cohort.name}: 2")
        clicks.press("^Observe")
        clicks.page.get_by_role("checkbox", name=wanjiru.name).check()  # choosing whom, as from a list
        clicks.press("^Observe", "button")
        clicks.page.locator(f'[name="level-{SAFE}"][value="{AT_ONCE}"]').check()
        clicks.page.locator(f'[name="level-{SITS}"][value="{YES}"]').check()
        clicks.page.get_by_label("Place").fill("The gate")
        clicks.press("^Sign", "button")
        expect(clicks.page.locator("main")).to_contain_text("Signed.")
        assert clicks.number <= 3 and Finding.objects.get().attempt.passed
        expect(instructor().page.locator("#waiting ul")).to_contain_text(f"· {cohort.name}: 1")


@DEVICES
def test_somebody_verifies_a_certificate(device, enrolment, size):
    complete(enrolment, now=timezone.now())
    serial = Certificate.objects.get().serial
    clicks = Clicks(device(viewport=size), "/")
    clicks.press("^Check a certificate$")
    clicks.page.locator("#serial").fill(serial.lower())
    clicks.press("^Verify$", "button")
    expect(clicks.page.locator("main")).to_contain_text(serial)
    expect(clicks.page.locator("main")).to_contain_text(enrolment.learner.name)
    assert clicks.number <= 2


@DEVICES
def test_names_in_the_bar_stand_apart_in_every_language(device, omar, wanjiru, size):
    found = {}
    for person, address in ((omar, "/teach/today/"), (wanjiru, "/learn/")):
        for language in LANGUAGES:
            page = device(person, language=language, viewport=size)
            page.goto(address)
            for width in sorted({size["width"], NARROW}, reverse=True):
                page.set_viewport_size({**size, "width": width})
                room = page.evaluate(APART)
                if room < 2 or too_wide(page):
                    found[person.name, language, width] = room
    assert found == {}
