"""A learner's jobs, each in a real browser on a phone and on a desktop, at no more clicks than it may cost. Typing and
choosing an answer are not counted where the job is counted without them; every press is.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from assessments.simulation.runs import services as runs
from assessments.simulation.runs.models import Seat
from lms.foundation.interface.templatetags.interface import hours
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Attempt, Enrolment
from lms.learning.sessions import board_code
from lms.learning.sessions import services as sessions
from lms.learning.sessions.models import Attendance, Session
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.assignment.building import add_hand_in, jpeg
from tests.builders import complete, make_course, release, right_options, start_attempt, wrong_answers, wrong_options
from tests.conftest import make_person
from tests.simulation.conftest import SEATS, make_case_page

from .conftest import DEVICES
from .test_exams import code_of, sitting  # noqa: F401  fixture

pytestmark = pytest.mark.django_db(transaction=True)
WORKER_SERVES = """async () => !!(await Promise.race(
  [navigator.serviceWorker.ready, new Promise(give => setTimeout(give, 10_000))]))"""
"""Before it is registered the page for a lost connection is kept. Playwright’s `wait_for_function` would ask a promise
once, and go on whatever becomes of it.
"""


class Clicks:
    """A page at “My learning”, and how often something on it was pressed."""

    def __init__(self, page: Page, start: str = "/learn/") -> None:
        self.page, self.number = page, 0
        page.goto(start)

    def press(self, what: str | Locator, role: str = "link") -> None:
        found = what if isinstance(what, Locator) else self.page.get_by_role(role, name=re.compile(what))
        found.locator("visible=true").first.click()
        self.page.wait_for_load_state()
        self.number += 1


@pytest.fixture
def cohort(academy, wanjiru, omar):
    found = Cohort.objects.filter(people=wanjiru).first()
    if found is None:
        found = Cohort.objects.create(institution=academy, name="Intake 2026 B")
        people_services.join(cohort=found, people=[wanjiru], now=timezone.now())
    return found


@pytest.fixture
def session(cohort, omar) -> Session:
    """It began five minutes ago."""
    now = timezone.now()
    begins = now - timedelta(minutes=5)
    details = sessions.Details("drill", "Drill at the gate", "Hall 2", begins, begins + timedelta(hours=3))
    return sessions.plan(cohort=cohort, details=details, instructors=[omar], by=omar, now=now - timedelta(hours=1))


@DEVICES
class TestJobs:
    @pytest.fixture
    def learner(self, device, enrolment, size) -> Callable[..., Clicks]:
        return lambda start="/learn/": Clicks(device(enrolment.learner, viewport=size), start)

    def test_go_on_where_one_stopped(self, learner):
        clicks = learner()
        clicks.press("^Start")
        expect(clicks.page.get_by_role("heading", level=1)).to_have_text("Lesson 1")
        assert clicks.number <= 1

    def test_a_lesson_with_its_check(self, learner):
        clicks = learner()
        clicks.press("^Start")
        clicks.press(clicks.page.get_by_label("The means"))
        clicks.press("Check answer", "button")
        clicks.press("Done, next", "button")
        expect(clicks.page.get_by_role("heading", level=1)).to_have_text("Lesson 2")
        assert clicks.number <= 4

    def test_start_a_quiz(self, learner):
        clicks = learner()
        clicks.press("What trafficking is")
        clicks.press("^Quiz")
        clicks.press("^Start", "button")
        expect(clicks.page.locator("form[data-quiz], form fieldset").first).to_be_visible()
        assert clicks.number <= 3

    def test_see_what_was_wrong_and_read_it_again(self, learner, enrolment):
        for number in (1, 2):
            start = {"enrolment": enrolment, "slug": f"trafficking-lesson-{number}", "now": timezone.now()}
            progress.answer(attempt=start_attempt(**start), data={"done": ["1"]}, event_id=uuid7(), now=timezone.now())
        attempt = start_attempt(enrolment, "trafficking-quiz", timezone.now())
        progress.answer(attempt=attempt, data=wrong_answers(attempt), event_id=uuid7(), now=timezone.now())
        clicks = learner()
        clicks.press("^Continue")
        again = clicks.page.locator("section[aria-labelledby=learn-first] a")
        expect(again.first).to_be_in_viewport()
        expect(clicks.page.get_by_role("button", name="Try again")).to_be_in_viewport()
        clicks.press(again)
        expect(clicks.page).to_have_url(re.compile("/learn/trafficking/"))
        assert clicks.number <= 2

    def test_all_results(self, learner, enrolment):
        complete(enrolment, now=timezone.now())
        for start in ("/learn/", "/learn/trafficking/", "/learn/trafficking/trafficking-lesson-1/", "/library/"):
            clicks = learner(start)
            clicks.press("^My results$")
            expect(clicks.page.get_by_role("heading", level=1)).to_have_text("My results")
            assert clicks.number <= 1

    def test_from_all_results_of_a_passed_quiz_to_what_is_read_again(self, learner, enrolment):
        complete(enrolment, now=timezone.now(), but="trafficking-quiz")
        attempt = start_attempt(enrolment, "trafficking-quiz", timezone.now(), seed=1)
        Attempt.objects.filter(pk=attempt.pk).update(form=attempt.form | {"pass_mark": 0.5})
        items = attempt.form["items"]
        given = {f"q:{item['id']}": right_options(item) for item in items} | {"submit": ["1"]}
        given[f"q:{items[0]['id']}"] = wrong_options(items[0])[:1]
        progress.answer(attempt=attempt, data=given, event_id=uuid7(), now=timezone.now())
        attempt.refresh_from_db()
        assert attempt.passed and attempt.score < 1
        clicks = learner(reverse("learn:results"))
        clicks.press(clicks.page.locator("main tbody th a", has_text="Quiz"))
        clicks.press(clicks.page.locator("section[aria-labelledby=learn-first] a"))
        expect(clicks.page).to_have_url(re.compile("/learn/trafficking/"))
        assert clicks.number <= 2

    def test_time_that_is_left_and_started_are_shown(self, learner, enrolment):
        part = learner().page.locator("main")
        minutes = sum(one.minutes for one in enrolment.release.outline.activities if one.required)
        expect(part).to_contain_text(f"About {hours(minutes)} left in 1 course.".replace("\u00a0", " "))
        expect(part).not_to_contain_text("Continue")
        complete(enrolment, now=timezone.now(), but="trafficking-quiz")
        left = enrolment.release.outline.by_slug("trafficking-quiz").minutes
        part = learner().page.locator("main")
        expect(part).to_contain_text(f"About {hours(left)} left in 1 course.".replace("\u00a0", " "))
        expect(part).to_contain_text("Continue")

    def test_a_certificate(self, learner, enrolment):
        complete(enrolment, now=timezone.now())
        clicks = learner()
        with clicks.page.expect_download() as download:
            clicks.press(r"^Certificate\s*:")
        assert download.value.suggested_filename.startswith("certificate-") and clicks.number <= 2

    def test_be_present_by_the_drawn_code(self, learner, session):
        given = board_code.code(session.pk, board_code.step_of(timezone.now()))
        clicks = learner(reverse("meetings:here", args=[session.pk, given]))
        clicks.press("I am here", "button")
        assert clicks.number <= 1 and Attendance.objects.get().status == "present"

    def test_be_present_by_the_typed_code(self, learner, session):
        clicks = learner()
        clicks.press("Drill at the gate")
        code = board_code.typed_code(session.pk, board_code.step_of(timezone.now()))
        clicks.page.get_by_label("Code on the board").fill(f"{code[:3]} {code[3:]}".lower())
        clicks.press("I am here", "button")
        assert clicks.number <= 2 and Attendance.objects.get().status == "present"

    def test_what_is_due_this_week(self, learner, session, enrolment):
        Enrolment.objects.update(due_at=timezone.now() + timedelta(days=3))
        part = learner().page.locator("section.card", has_text="What comes next")
        expect(part).to_contain_text("Drill at the gate")
        expect(part).to_contain_text("What trafficking is")

    def test_ask_the_instructors(self, learner, cohort):
        clicks = learner()
        clicks.press("Ask my instructors")
        clicks.page.get_by_label("Subject").fill("Leave")
        clicks.page.locator("textarea").fill("May I come an hour later on Friday?")
        clicks.press("^Send", "button")
        expect(clicks.page.locator("main")).to_contain_text("May I come an hour later")
        assert clicks.number <= 2

    def test_which_notices_come(self, learner, enrolment):
        enrolment.learner.email = "wanjiru@example.org"
        enrolment.learner.save()
        clicks = learner()
        clicks.press("^Notices")
        clicks.press("Notice settings")
        expect(clicks.page.get_by_role("checkbox", name="A course is overdue: E-mail")).to_be_checked()
        assert clicks.number <= 2
        clicks.press(r"^(All|None)\s*: E-mail", "button")
        clicks.press(r"^(All|None)\s*: E-mail", "button")
        expect(clicks.page.get_by_role("checkbox", name="A course is overdue: E-mail")).not_to_be_checked()

    def test_a_lost_connection_says_what_to_do(self, learner):
        page = learner().page
        assert page.evaluate(WORKER_SERVES)
        page.context.set_offline(True)
        page.goto("/learn/trafficking/")
        expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
        page.context.set_offline(False)
        page.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What trafficking is")


@DEVICES
def test_hand_in_a_file(device, programme_page, wanjiru, size):
    page = make_course(programme_page)
    add_hand_in(page)
    progress.enrol(people=[wanjiru], course=release(page), now=timezone.now())
    clicks = Clicks(device(wanjiru, viewport=size))
    clicks.press("What trafficking is")
    clicks.press("Report of the raid")
    clicks.press("^Start", "button")
    clicks.page.set_input_files("#file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    clicks.page.get_by_role("link", name="a.jpg").wait_for()
    clicks.press("^Hand in$", "button")
    expect(clicks.page.get_by_text("Being marked").first).to_be_visible()
    assert clicks.number <= 4


@DEVICES
def test_sit_an_exam_with_a_ticket(device, sitting, wanjiru, size):
    clicks = Clicks(device(wanjiru, viewport=size))
    clicks.press(clicks.page.locator("section.card", has_text="What comes next").get_by_role("link", name="Quiz"))
    clicks.page.get_by_label("Code").fill(code_of(wanjiru))
    clicks.press(clicks.page.locator("main form button[type=submit]"))
    expect(clicks.page.locator("[role=timer]")).to_be_visible()
    assert clicks.number <= 4


@DEVICES
class TestSimulation:
    @pytest.fixture
    def seat(self, course_page, academy, omar) -> Seat:
        """An open run in turns, in which one person of the cohort has the seat of the investigator."""
        course = release(make_case_page(course_page, name="guesthouse").get_parent().specific)
        now, entry = timezone.now(), course.release.outline.by_slug("guesthouse")
        people = {role: make_person(f"KE-60{number}", f"Officer {role}", academy) for number, role in enumerate(SEATS)}
        cohort = Cohort.objects.create(institution=academy, name="Joint course")
        people_services.join(cohort=cohort, people=list(people.values()), now=now)
        progress.enrol(people=list(people.values()), course=course, now=now)
        about = {"activity": entry.id, "release": course.release, "institution": academy, "cohort": cohort}
        run = runs.plan_run(**about, mode="turns", by=omar, now=now)
        for role, person in people.items():
            runs.seat(run=run, role=role, person=person, by=omar, now=now)
        runs.open_run(
            run=run, by=omar, now=now, timing=runs.Timing(deadlines=[now + timedelta(days=day) for day in (1, 2, 3)])
        )
        return Seat.objects.get(run=run, role="investigator")

    def test_take_the_seat(self, device, seat, size):
        clicks = Clicks(device(seat.person, viewport=size))
        clicks.press(
            clicks.page.locator("section.card", has_text="What comes next").get_by_role("link", name="The guesthouse")
        )
        expect(clicks.page).to_have_url(re.compile(f"/x/simulation/seat/{seat.pk}/"))
        assert clicks.number <= 2

    def test_see_why_the_marks(self, device, seat, omar, size):
        said = {"decision": "assess", "option": "go", "reason": "She may be in danger."}
        runs.record(seat=seat, verb="decide", data=said, entry_id=uuid7(), now=timezone.now())
        runs.finish(run=seat.run, by=omar, now=timezone.now())
        runs.close_run(run=seat.run, by=omar, now=timezone.now())
        clicks = Clicks(device(seat.person, viewport=size))
        clicks.press("^My results$")
        clicks.press(clicks.page.locator("main tbody th a").first)
        expect(clicks.page.locator("main")).to_contain_text("Your decisions, and why they earned these marks")
        assert clicks.number <= 2
