"""Wanjirũ and five colleagues have completed a course that asks about its use, of whom some are asked by now."""

from datetime import timedelta

import pytest
import time_machine

from lms.desks.followups import rules, services
from lms.desks.followups.models import Inquiry
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.switchboard.setting_values import change
from tests.builders import complete
from tests.conftest import NOW, make_person

DAY = timedelta(days=1)
LATER = NOW + 100 * DAY
"""After three months, before six."""
USED = {"used": "often", "what": ["refer", "talk"], "hindered": ["time"]}
SURVEYED = {"clear": "4", "useful": "3", "practice": "2", "recommend": "4"}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rule(course, superuser):
    return services.set_rule(course=course, followups=True, survey=True, by=superuser, now=NOW - DAY)


@pytest.fixture
def completed(rule, enrolment):
    return complete(enrolment, now=NOW)


@pytest.fixture
def planned(completed) -> dict[int, Inquiry]:
    """The questions to Wanjirũ, by months."""
    services.plan_all(now=NOW)
    return {row.months: row for row in Inquiry.objects.filter(enrolment=completed)}


@pytest.fixture
def asked(planned) -> Inquiry:
    """The questions to her after three months, told a hundred days after the course."""
    services.ask_due(now=LATER)
    return Inquiry.objects.get(pk=planned[3].pk)


@pytest.fixture
def surveyed(planned) -> Inquiry:
    services.ask_due(now=NOW)
    return Inquiry.objects.get(pk=planned[0].pk)


@pytest.fixture
def later():
    with time_machine.travel(LATER + DAY, tick=False):
        yield LATER + DAY


def graduate(number: str, place, course, **about) -> Enrolment:
    """Let somebody complete the course today."""
    person = make_person(number, f"Person {number}", place, **about)
    enrol(people=[person], course=course, now=NOW - 20 * DAY)
    return complete(Enrolment.objects.get(learner=person, course=course), now=NOW)


def set_at(institution, by, **values) -> None:
    change(plugin=rules.PART, institution=institution, values=values, by=by, now=NOW)
    institution.refresh_from_db()
