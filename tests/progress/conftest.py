"""Plugins that are switched on and off."""

import pytest

from lms.people import services as people_services
from lms.progress import services
from lms.progress.models import Enrolment
from tests.trial.fixtures import trial, with_diary  # noqa: F401  a fixture


@pytest.fixture
def switch(now):
    """`switch("quiz", academy, False)` switches a plugin at an institution."""

    def at(plugin, institution, on):
        people_services.switch(plugin=plugin, institution=institution, on=on, by=None, now=now)
        institution.refresh_from_db()

    return at


@pytest.fixture
def keeping_a_diary(trial, switch, academy, course, wanjiru, stranger, now):  # noqa: F811
    """Wanjirũ and a cadet of another academy, in a course that begins with a practice diary, which is on at Wanjirũ's academy alone."""
    switch("trial", academy, True)
    services.enrol(people=[wanjiru, stranger], course=with_diary(course), now=now)
    return Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)
