"""An instructor's jobs in a simulation, each in a real browser on a phone and on a desktop, at no more clicks than it
may cost. Typing and choosing from a list are not counted; every press is.
"""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person
from tests.simulation.conftest import SEATS, case_page, course, entry, file  # noqa: F401  fixtures

from .conftest import DEVICES
from .test_learner_jobs import Clicks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def players(academy, course, omar):
    """One for each seat, in a cohort of `omar` that has the course."""
    now = timezone.now()
    people = {role: make_person(f"KE-60{number}", f"Officer {role}", academy) for number, role in enumerate(SEATS)}
    cohort = Cohort.objects.create(institution=academy, name="Joint course")
    people_services.join(cohort=cohort, people=list(people.values()), now=now)
    progress.enrol(people=list(people.values()), course=course, now=now)
    about = {"assigned_by": omar, "assigned_at": now, "touched_at": now, "status": "done"}
    Assignment.objects.create(cohort=cohort, course=course, **about)
    return people


@pytest.fixture
def run(players, course, entry, academy, omar) -> Run:
    """A live run with all its people, in which one of them has decided something."""
    now = timezone.now()
    about = {"activity": entry.id, "release": course.release, "institution": academy, "mode": "live"}
    run = services.plan_run(**about, cohort=Cohort.objects.get(name="Joint course"), by=omar, now=now)
    for role, person in players.items():
        services.seat(run=run, role=role, person=person, by=omar, now=now)
    services.open_run(run=run, by=omar, now=now)
    data = {"decision": "money", "option": "open", "reason": "Fourteen families"}
    services.record(seat=run.seats.get(role="fiu"), verb="decide", data=data, entry_id=uuid7(), now=now)
    return run


@DEVICES
class TestJobs:
    def test_start_a_simulation(self, device, players, omar, size):
        clicks = Clicks(device(omar, viewport=size), reverse("teach:cohorts"))
        clicks.press("Joint course")
        clicks.press("^Simulations$")
        clicks.press("Plan a run")
        clicks.press("Plan the run", "button")
        expect(clicks.page.locator("#begin")).to_contain_text("Nobody has these seats")
        for role, person in players.items():
            clicks.page.locator(f"#role-{person.pk}").select_option(role)
        clicks.press("Begin now", "button")
        expect(clicks.page.locator("#clock")).to_be_visible()
        assert clicks.number <= 5 and Run.objects.get().seats.playing().count() == 7
        expect(clicks.page.locator("main")).not_to_contain_text("Nobody has these seats")

    def test_give_an_inject_from_the_list_of_runs(self, device, run, omar, size):
        clicks = Clicks(device(omar, viewport=size), reverse("simulation:runs"))
        clicks.press("The guesthouse")
        clicks.press(r"Send now\s*: j13", "button")
        given = clicks.page.locator("[data-key=inject-j13]")
        expect(given.locator(".pill-done")).to_be_visible()
        expect(clicks.page.locator("#newest")).to_contain_text("Sent inject j13")
        assert clicks.number <= 2

    def test_close_with_the_debrief(self, device, run, omar, size):
        clicks = Clicks(device(omar, viewport=size), reverse("simulation:console", args=[run.pk]))
        clicks.press(clicks.page.locator("summary", has_text="Finish the play"))
        clicks.press("Finish now", "button")
        expect(clicks.page.get_by_role("heading", level=1)).to_have_text("Debrief")
        expect(clicks.page.locator("#turning")).to_be_visible()
        clicks.press("Close the run and give the results", "button")
        expect(clicks.page.locator("main")).to_contain_text(re.compile("Closed. Learners find their results"))
        assert clicks.number <= 3
        run.refresh_from_db()
        assert run.status == "closed"
