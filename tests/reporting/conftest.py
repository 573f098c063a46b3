"""A little world made by hand: two academies of Kenya and one of Uganda,
whose every number can be counted on fingers.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine

from courses.models import Course, Programme
from lms.desks.reporting.sums.refresh import refresh
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people
from lms.people.directory.models import User
from tests.builders import complete
from tests.conftest import NOW, make_person
from tests.kept import kept

from .tally import PLUGIN, plugged


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


refreshed = kept(refresh)
"""Most tests of reports begin with the same world, and then with the same sums."""


@pytest.fixture
def as_(as_):
    """Sign in as somebody after the sums were refreshed, as a task does every few minutes."""

    def sign_in(person):
        refreshed(now=NOW)
        return signed_in(person)

    signed_in = as_
    return sign_in


@dataclass
class World:
    """The course and those who are in it, by service number."""

    course: Course
    enrolments: dict[str, Enrolment]
    cohorts: dict[str, object]

    def __getitem__(self, number: str) -> Enrolment:
        return self.enrolments[number]


def enrolled(person: User, course: Course, *, when: datetime, due: datetime | None = None, cohort=None) -> Enrolment:
    """`person`, enrolled through an assignment where there is a cohort."""
    assignment = None
    if cohort is not None:
        people.join(cohort=cohort, people=[person], now=when)
        assignment, _ = Assignment.objects.get_or_create(
            cohort=cohort,
            course=course,
            defaults={"due_at": due, "assigned_at": when, "touched_at": when, "status": Assignment.Status.DONE},
        )
    services.enrol(people=[person], course=course, now=when, due_at=due, assignment=assignment)
    return Enrolment.objects.get(learner=person, course=course)


def begun(enrolment: Enrolment, *, when: datetime) -> None:
    entry = enrolment.release.outline.activities[0]
    services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=when, language="en", seed=1)


@pytest.fixture
def world(course, academy, neighbour_academy, ugandan_academy) -> World:
    """Mlima: six assigned, five started, three completed (two women, one of them on the last evening of September in
    Nairobi), two overdue. Pwani: two assigned, one completed (sex not stated). Ziwa, in Uganda: one completed, one
    overdue.
    """
    cohorts = populate(course, academy, neighbour_academy, ugandan_academy)
    found = Enrolment.objects.select_related("learner", "course", "institution", "release", "assignment")
    return World(
        course,
        {enrolment.learner.service_number: enrolment for enrolment in found},
        {name: people.Cohort.objects.get(pk=pk) for name, pk in cohorts.items()},
    )


@kept
def populate(course, academy, neighbour_academy, ugandan_academy) -> dict[str, int]:
    """The cohorts, by a name for each."""
    mlima = people.Cohort.objects.create(institution=academy, name="Intake A")
    ziwa = people.Cohort.objects.create(institution=ugandan_academy, name="Secret intake")

    def add(number, place, sex, when, **more):
        person = make_person(number, f"Person {number}", place, sex=sex, rank="Cadet")
        return enrolled(person, course, when=when, **more)

    complete(add("M1", academy, "F", at(8, 3), cohort=mlima, due=at(10, 1)), now=at(9, 30, 20))
    complete(add("M2", academy, "F", at(8, 3), cohort=mlima, due=at(10, 1)), now=at(9, 30, 22))
    complete(add("M3", academy, "M", at(9, 7)), now=at(11, 2))
    begun(add("M4", academy, "M", at(8, 3), cohort=mlima, due=at(10, 1)), when=at(8, 20))
    begun(add("M5", academy, "M", at(11, 2), due=at(11, 22)), when=at(11, 3))
    add("M6", academy, "F", at(11, 2), due=at(12, 20))
    complete(add("P1", neighbour_academy, "", at(8, 3)), now=at(8, 20))
    add("P2", neighbour_academy, "F", at(11, 20))
    complete(add("U1", ugandan_academy, "F", at(8, 3), cohort=ziwa, due=at(9, 1)), now=at(8, 20))
    add("U2", ugandan_academy, "M", at(8, 3), cohort=ziwa, due=at(9, 1))
    Programme.objects.get_or_create(
        slug="core", defaults={"id": uuid7(), "titles": {"en": "Core"}, "courses": [str(course.pk)]}
    )
    return {"mlima": mlima.pk, "ziwa": ziwa.pk}


@pytest.fixture
def tally():
    """A plugin with three reports, which is off until it is switched on; the function switches it."""

    def switch(institution, on: bool | None = True) -> None:
        people.switch(plugin=PLUGIN, institution=institution, on=on, by=None, now=NOW)

    with plugged():
        yield switch
