"""Cohorts of the academy, assigned and under way."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from lms.desks.teaching.standing import renewal
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.assignments import Assignment
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Kind, Role
from lms.people.directory.models import Cohort, CohortMember, User
from tests.conftest import make_person
from tests.trial.fixtures import switch, trial  # noqa: F401  fixtures


@pytest.fixture
def as_(as_):
    """Sign in as somebody after standings were renewed, as a task does every half minute."""

    def sign_in(person):
        renewal.renew_all(now=timezone.now())
        return signed_in(person)

    signed_in = as_
    return sign_in


@pytest.fixture
def clock(now):
    """Time stands still at `now`."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def cohort(academy):
    return people_services.open_cohort(institution=academy, name="Intake 2026 B")


@pytest.fixture
def unit(academy):
    return people_services.create_institution(name="Unit 3", kind=Kind.UNIT, parent=academy)


@pytest.fixture
def joined(cohort, wanjiru, abdi, now):
    """Wanjirũ and Abdi are in the cohort."""
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    return cohort


@pytest.fixture
def assigned(joined, course, omar, now, django_capture_on_commit_callbacks):
    """The cohort has the course, due in thirty days, and its people are enrolled."""
    with django_capture_on_commit_callbacks(execute=True):
        assign(cohort=joined, courses=[course], due_at=now + timedelta(days=30), by=omar, now=now)
    return joined


@pytest.fixture
def administrator(academy):
    return make_person("KE-101", "Amina Said", academy, Role.ADMINISTRATOR)


def figures(page: str) -> dict[str, str]:
    """The numbers of the first course on the page of what is assigned, by the heading of their column."""
    row = page.split("<tbody>")[1].split("</tr>")[0]
    return {
        name: re.sub("<[^>]+>", "", text)
        for name, text in re.findall(r'<td class="num" data-label="([^"]+)">(.*?)</td>', row)
    }


def fill(cohort: Cohort, course, number: int, *, now, **fields) -> list[Enrolment]:
    """`number` people more in `cohort`, enrolled in `course`; in bulk,
    since a thousand through the services take minutes.
    """
    assignment = Assignment.objects.get(cohort=cohort, course=course)
    people = User.objects.bulk_create(
        User(
            service_number=f"KE-{cohort.pk}-{index:05}",
            name=f"Learner {index:05}",
            institution=cohort.institution,
            password="!",
        )
        for index in range(number)
    )
    CohortMember.objects.bulk_create(CohortMember(cohort=cohort, user=person, joined_at=now) for person in people)
    total = len(course.release.outline.required)
    given = {
        "due_at": now + timedelta(days=30),
        "seen_at": now,
        "status": Enrolment.Status.STARTED,
        "remaining": total - 1,
        **fields,
    }
    return Enrolment.objects.bulk_create(
        Enrolment(
            learner=person,
            course=course,
            release=course.release,
            assignment=assignment,
            institution=cohort.institution,
            country="KE",
            enrolled_at=now,
            **given,
        )
        for person in people
    )
