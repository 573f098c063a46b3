"""An instructor's jobs about results and sessions, each in a real browser on a phone and on a desktop, at no more
clicks than it may cost. The first click, on the word of the bar that leads to the list, is counted without being made.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from lms.learning.progress.enrolments import assignment_services
from lms.learning.sessions.models import Session
from tests.builders import complete
from tests.quiz.papers import TEN, make_tests
from tests.quiz.test_cohort_questions import count, fill

from .conftest import DEVICES, too_wide
from .test_learner_jobs import Clicks, cohort  # noqa: F401  fixture

pytestmark = pytest.mark.django_db(transaction=True)
BAR = 1
"""The click on “Cohorts” or “Sessions” in the bar."""


@DEVICES
class TestJobs:
    @pytest.fixture
    def teacher(self, device, omar, size):
        return lambda start: Clicks(device(omar, viewport=size), start)

    @pytest.fixture
    def flaws(self, found_by_axe):
        def refuse(page):
            assert found_by_axe(page) == []
            assert not too_wide(page)

        return refuse

    @pytest.fixture
    def papers(self, cohort, programme_page, academy):
        papers = make_tests(programme_page)
        fill(cohort, papers, academy, TEN)
        count("before")
        count("after")
        return papers

    def test_which_questions_failed_a_cohort(self, teacher, cohort, papers, flaws):
        clicks = teacher("/teach/")
        clicks.press(re.escape(cohort.name))
        clicks.press("^Questions$")
        expect(clicks.page.get_by_role("table").first).to_contain_text("Question")
        assert BAR + clicks.number <= 3
        flaws(clicks.page)

    def test_the_gradebook_of_all_courses_and_its_file(self, teacher, cohort, enrolment, omar, flaws):
        now = timezone.now()
        given = assignment_services.assign(cohort=cohort, courses=[enrolment.course], by=omar, now=now)
        for one in given:
            assignment_services.run_assignment(one.pk, clock=lambda: now)
        complete(enrolment, now=now)
        clicks = teacher("/teach/")
        clicks.press(re.escape(cohort.name))
        clicks.press("^Marks$")
        expect(clicks.page.get_by_role("table").first).to_contain_text("attempt 1 of 1")
        assert BAR + clicks.number <= 3
        flaws(clicks.page)
        with clicks.page.expect_download() as file:
            clicks.page.get_by_role("link", name="CSV").click()
        assert file.value.suggested_filename.endswith("-marks.csv")
        assert BAR + clicks.number + 1 <= 4

    def test_a_session_each_week_for_a_term(self, teacher, cohort, omar, flaws):
        clicks = teacher("/x/sessions/")
        clicks.press(clicks.page.locator("summary", has_text="Plan a session"))
        clicks.press(re.escape(cohort.name))
        begins = timezone.localtime() + timedelta(days=2)
        page = clicks.page
        page.get_by_label("Subject").fill("Interviewing")
        page.get_by_label("Begins").fill(f"{begins:%Y-%m-%d}T09:00")
        page.get_by_label("Ends").fill(f"{begins:%Y-%m-%d}T11:00")
        page.get_by_label("Repeat each week until").fill(f"{begins + timedelta(weeks=11):%Y-%m-%d}")
        page.get_by_label("Place").fill("Hall 2")
        clicks.press("^Plan the session", "button")
        expect(page.get_by_role("checkbox")).to_have_count(12)
        assert not Session.objects.exists()
        flaws(page)
        chosen = page.locator("input[name=date]:checked").count()
        clicks.press("^Plan the chosen sessions", "button")
        expect(page.get_by_role("heading", level=1)).to_have_text("Interviewing")
        assert Session.objects.count() == chosen
        assert BAR + clicks.number <= 5
