"""Plugins that are switched on and off, and the attempt on which a course hangs."""

import pytest

from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.builders import start_attempt
from tests.progress.test_corrections import do
from tests.trial.fixtures import switch, trial, with_diary  # noqa: F401  fixtures


@pytest.fixture
def keeping_a_diary(trial, switch, academy, course, wanjiru, stranger, now):
    """Wanjirũ and a cadet of another academy, in a course that begins with a practice diary,
    which is on at Wanjirũ's academy alone.
    """
    switch("trial", academy, True)
    services.enrol(people=[wanjiru, stranger], course=with_diary(course), now=now)
    return Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)


@pytest.fixture
def cohort(academy, wanjiru, abdi, now):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    return cohort


@pytest.fixture
def learner(as_, wanjiru, enrolment):
    """Wanjirũ's browser; she is enrolled."""
    return as_(wanjiru)


@pytest.fixture
def attempt(enrolment, now):
    """At the quiz, with everything else done: passing it completes the course."""
    for slug in ("trafficking-lesson-1", "trafficking-lesson-2"):
        do(enrolment, slug, now)
    return start_attempt(enrolment, "trafficking-quiz", now)
