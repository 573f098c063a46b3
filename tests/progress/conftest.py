"""Plugins that are switched on and off."""

import pytest

from lms.progress import services
from lms.progress.models import Enrolment
from tests.trial.fixtures import switch, trial, with_diary  # noqa: F401  fixtures


@pytest.fixture
def keeping_a_diary(trial, switch, academy, course, wanjiru, stranger, now):  # noqa: F811
    """Wanjirũ and a cadet of another academy, in a course that begins with a practice diary, which is on at Wanjirũ's academy alone."""
    switch("trial", academy, True)
    services.enrol(people=[wanjiru, stranger], course=with_diary(course), now=now)
    return Enrolment.objects.select_related("institution", "learner").get(learner=wanjiru)
