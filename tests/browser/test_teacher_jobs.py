"""An instructor's jobs, each in a real browser on a phone and on a desktop, at no more clicks than it may cost. Typing
is not counted; every press is. Results, plans and simulations have files of their own.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lms.desks.notices.models import Notice
from lms.desks.teaching.standing.renewal import renew_all
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.learning.progress.models.dates import Dates
from lms.learning.sessions.models import Attendance
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import make_course, release

from .conftest import DEVICES, too_wide
from .test_learner_jobs import Clicks, session  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = "/teach/today/"


@pytest.fixture
def cohort(academy, wanjiru, abdi, course, programme_page, omar) -> Cohort:
    """Two people, each with two courses; both are late with the first."""
    now = timezone.now()
    cohort = people_services.open_cohort(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    page = make_course(programme_page, "smuggling")
    page.title = "Smuggling at sea"
    page.save_revision().publish()
    second = release(page)
    given: dict = {"dates": Dates(due_at=now + timedelta(days=20)), "late_days": None, "by": omar, "now": now}
    for one in assign(cohort=cohort, courses=[course, second], **given):
        run_assignment(one.pk, clock=lambda: now)
    Enrolment.objects.filter(course=course).update(due_at=now - timedelta(days=3))
    renew_all(now=now)
    return cohort


@DEVICES
class TestJobs:
    @pytest.fixture
    def instructor(self, device, omar, size) -> Callable[..., Clicks]:
        return lambda start="/start/", **options: Clicks(device(omar, viewport=size, **options), start)

    def test_what_is_on_today_and_who_needs_attention_and_why(self, instructor, session):
        clicks = instructor()
        expect(clicks.page).to_have_url(re.compile(TODAY))
        main = clicks.page.locator("main")
        expect(main).to_contain_text("Drill at the gate")
        reasons = main.locator(".why")
        expect(reasons).to_have_count(2)
        expect(reasons.first).to_contain_text("What trafficking is, since")
        assert clicks.number == 0

    def test_the_reason_is_in_view_on_the_page_of_the_cohort(self, instructor, cohort, size):
        clicks = instructor()
        clicks.press("^See all")
        reason = clicks.page.locator(".why").first
        expect(reason).to_contain_text("What trafficking is")
        reason.scroll_into_view_if_needed()
        box = reason.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"] and clicks.number <= 1

    def test_remind_those_who_need_attention(self, instructor, cohort, abdi):
        clicks = instructor()
        clicks.press(clicks.page.get_by_label(f"Choose: {abdi.name}"))
        clicks.press("^Remind", "button")
        expect(clicks.page.locator("main")).to_contain_text("Your instructor reminds you of 2 courses")
        assert not Notice.objects.filter(kind="teaching_reminder").exists()
        clicks.press("Send the reminder", "button")
        expect(clicks.page.locator(".message").first).to_contain_text("1 person is reminded.")
        assert clicks.number <= 3 and Notice.objects.get(kind="teaching_reminder").person == abdi

    def test_give_two_learners_more_time(self, instructor, cohort, course, wanjiru, abdi):
        clicks = instructor()
        for person in (wanjiru, abdi):
            clicks.press(clicks.page.get_by_label(f"Choose: {person.name}"))
        clicks.press("^Give more time", "button")
        clicks.press(clicks.page.get_by_label("What trafficking is"))
        day = timezone.localdate() + timedelta(days=30)
        clicks.page.get_by_label("Until").fill(day.isoformat())
        clicks.page.get_by_label("Reason").fill("Both were at court.")
        clicks.press("^Give more time", "button")
        expect(clicks.page.locator(".message").first).to_contain_text("2 people have more time.")
        rows = Enrolment.objects.filter(extended_to__isnull=False)
        assert clicks.number <= 5 and {row.course_id for row in rows} == {course.pk} and rows.count() == 2

    def test_write_to_one_who_needs_attention(self, instructor, cohort, abdi):
        clicks = instructor()
        clicks.press(clicks.page.get_by_label(f"Choose: {abdi.name}"))
        clicks.press("^Write to them", "button")
        expect(clicks.page.get_by_role("checkbox", name=abdi.name)).to_be_checked()
        assert clicks.number <= 3

    def test_change_an_assignment(self, instructor, cohort, course):
        clicks = instructor()
        clicks.press("^Assigned courses")
        clicks.press(r"^Change the dates\s*: What trafficking is")
        day = timezone.localdate() + timedelta(days=60)
        clicks.page.locator("#id_due").fill(day.isoformat())
        clicks.press("^Change the dates", "button")
        expect(clicks.page.locator(".message").first).to_contain_text("The dates are changed.")
        changed = Assignment.objects.get(course=course)
        assert clicks.number <= 3 and changed.due_at.astimezone(changed.zone).date() == day

    def test_withdraw_an_assignment(self, instructor, cohort, course):
        clicks = instructor()
        clicks.press("^Assigned courses")
        clicks.press(r"^Withdraw\s*: What trafficking is")
        clicks.press("^Withdraw", "button")
        expect(clicks.page.locator(".message").first).to_contain_text("Withdrawn.")
        assert clicks.number <= 3 and Assignment.objects.get(course=course).withdrawn_at is not None

    def test_withdraw_an_assignment_from_one_person(self, instructor, cohort, course, wanjiru, abdi, found_by_axe):
        clicks = instructor()
        clicks.press("^Assigned courses")
        clicks.press(r"^Withdraw from some people\s*: What trafficking is")
        main = clicks.page.locator("main")
        expect(main).to_contain_text("Not started: the course is removed")
        assert main.locator("input:checked").count() == 0 and found_by_axe(clicks.page) == []
        assert not too_wide(clicks.page)
        clicks.press(clicks.page.get_by_role("checkbox", name=abdi.name))
        clicks.press("^Withdraw the course", "button")
        expect(clicks.page.locator(".message").first).to_contain_text("Withdrawn from 1 person.")
        expect(clicks.page.get_by_role("heading", level=1)).to_have_text("Assigned courses")
        left = Enrolment.objects.filter(course=course).values_list("learner", flat=True)
        assert clicks.number <= 4 and list(left) == [wanjiru.pk]

    def test_from_a_person_to_a_reminder_and_more_time(self, instructor, cohort, abdi):
        clicks = instructor()
        clicks.press(f"^{abdi.name}$")
        for name in ("Write to this person", "Remind", "Give more time", "Assigned to"):
            expect(clicks.page.get_by_role("link", name=re.compile(f"^{name}")).first).to_be_visible()
        clicks.press("^Remind")
        clicks.press("Send the reminder", "button")
        expect(clicks.page.locator(".message").first).to_contain_text("1 person is reminded.")
        assert clicks.number <= 3

    def test_show_the_code_of_a_session(self, instructor, session):
        clicks = instructor()
        clicks.press("^Show the code")
        expect(clicks.page).to_have_url(re.compile(f"/x/sessions/{session.pk}/board/"))
        assert clicks.number <= 2

    def test_attendance_by_list(self, instructor, session):
        clicks = instructor()
        clicks.press("^Drill at the gate")
        clicks.press("^Take attendance")
        clicks.press("resent", "button")
        assert clicks.number <= 4 and set(Attendance.objects.values_list("status", flat=True)) == {"present"}

    def test_all_other_places_stand_below_more(self, instructor, cohort):
        for options in ({}, {"java_script_enabled": False}):
            clicks = instructor(**options)
            more = clicks.page.locator(".destinations summary")
            more.focus()
            clicks.page.keyboard.press("Enter")
            link = clicks.page.locator(".destinations").get_by_role("link", name="Exams")
            expect(link).to_be_in_viewport()
            clicks.page.keyboard.press("Tab")
            expect(clicks.page.locator(".destinations .menu a").first).to_be_focused()
            clicks.press(link)
            expect(clicks.page.get_by_role("heading", level=1)).to_have_text("Exams")


@DEVICES
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), pytest.param("ar", "dark", marks=pytest.mark.sweep)])
def test_pages_of_the_day_are_sound(device, found_by_axe, omar, session, abdi, size, language, scheme):
    page: Page = device(omar, language=language, viewport=size, color_scheme=scheme)
    of_abdi = f"?cohort={session.cohort_id}&person={abdi.pk}"
    for address in (TODAY, f"/teach/remind/{of_abdi}", f"/teach/extend/{of_abdi}", f"/teach/people/{abdi.pk}/"):
        page.goto(address)
        assert found_by_axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"], address
