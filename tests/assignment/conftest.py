"""A course with a hand-in, assigned to a cohort of the academy."""

import pytest
import time_machine

from courses.models import Course
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import make_course, release

from .building import add_hand_in


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cohort(academy, wanjiru, abdi, now):
    """Wanjirũ and Abdi."""
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    return cohort


@pytest.fixture
def course(programme_page, request) -> Course:
    page = make_course(programme_page)
    add_hand_in(page, **getattr(request, "param", {}))
    return release(page)


@pytest.fixture
def enrolled(course, cohort, omar, now, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    return cohort


@pytest.fixture
def enrolment(enrolled, wanjiru):
    return Enrolment.objects.get(learner=wanjiru)


@pytest.fixture
def other_enrolment(enrolled, abdi):
    return Enrolment.objects.get(learner=abdi)
