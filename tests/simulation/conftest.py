"""*The guesthouse* in a course of a cohort of seven, and a run of it."""

import json

import pytest
import time_machine

from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.case_files import split_case
from assessments.simulation.runs import services
from assessments.simulation.runs.models import Run, Seat
from courses.models import Course
from lms.learning.progress.journal import services as progress
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import make_course, release, unsearched
from tests.casework.paths import GUESTHOUSE
from tests.conftest import make_person
from tests.kept import kept

SEATS = ("investigator", "prosecutor", "labour", "immigration", "fiu", "service", "coordinator")


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def file() -> dict:
    return json.loads(GUESTHOUSE.read_text())


@pytest.fixture
def case_page(programme_page, file):
    return make_case_page(make_course(programme_page), name=file["case"])


@kept
@unsearched()
def make_case_page(course, *, name: str) -> CasePage:
    parts = split_case({**json.loads(GUESTHOUSE.read_text()), "case": name})
    page = CasePage(
        title="The guesthouse",
        slug="guesthouse",
        introduction="Seven agencies, one case.",
        structure=parts.structure,
        texts={"en": parts.texts},
    )
    course.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def course(case_page) -> Course:
    return release(case_page.get_parent().specific)


@pytest.fixture
def entry(course):
    return course.release.outline.by_slug("guesthouse")


@pytest.fixture
def players(academy):
    """One for each seat of the case."""
    return {role: make_person(f"KE-60{number}", f"Officer {role}", academy) for number, role in enumerate(SEATS)}


@pytest.fixture
def cohort(academy, players, now):
    cohort = Cohort.objects.create(institution=academy, name="Joint course")
    people_services.join(cohort=cohort, people=list(players.values()), now=now)
    return cohort


@pytest.fixture
def enrolled(course, players, now):
    progress.enrol(people=list(players.values()), course=course, now=now)
    return course


@pytest.fixture
def guest(neighbour_academy, enrolled, now):
    """Somebody of the neighbours, who has the course."""
    guest = make_person("KE-990", "Guest Of Honour", neighbour_academy)
    progress.enrol(people=[guest], course=enrolled, now=now)
    return guest


@pytest.fixture
def make_run(enrolled, entry, cohort, players, omar, now):
    """Runs that are open: live, an hour of the case each minute, unless told."""

    def make(mode: str = "live", seated=SEATS, opened: bool = True, **timing) -> Run:
        run = services.plan_run(
            activity=entry.id,
            release=enrolled.release,
            institution=cohort.institution,
            cohort=cohort,
            mode=mode,
            by=omar,
            now=now,
        )
        for role in seated:
            services.seat(run=run, role=role, person=players[role], by=omar, now=now)
        return services.open_run(run=run, by=omar, now=now, timing=services.Timing(**timing)) if opened else run

    return make


@pytest.fixture
def run(make_run) -> Run:
    return make_run()


@pytest.fixture
def sits(run):
    return lambda role: Seat.objects.get(run=run, role=role)
