"""Pages of assignments in a real browser: giving them, their dates, more time, withdrawing; and what learners see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lms.learning.progress.enrolments import assignment_services
from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.dates import Dates
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from tests.conftest import make_person

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cohort(academy, wanjiru, abdi):
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    others = [make_person(f"KE-30{number}", f"Cadet {number}", academy) for number in range(3)]
    people_services.join(cohort=cohort, people=[wanjiru, abdi, *others], now=timezone.now())
    return cohort


@pytest.fixture
def given(cohort, course, omar):
    """Due in ten days."""
    now = timezone.now()
    dates = Dates(due_at=now + timedelta(days=10), closes_at=now + timedelta(days=30))
    (one,) = assignment_services.assign(cohort=cohort, courses=[course], dates=dates, late_days=14, by=omar, now=now)
    return assignment_services.run_assignment(one.pk)


def day(days):
    return (timezone.now() + timedelta(days=days)).date().isoformat()


@LANGUAGES
def test_each_page_of_an_assignment_is_accessible_and_fits(faults_on, given, omar, course, language):
    given_to = f"cohort={given.cohort_id}"
    effect = f"/teach/assign/?course={course.pk}&{given_to}&due={day(20)}&opens={day(0)}&closes={day(40)}&check=1"
    own = [f"/teach/assignments/{given.pk}/{name}/" for name in ("dates", "extend", "withdraw")]
    changed = f"{own[0]}?due={day(30)}&check=1"
    assert (
        faults_on([(omar, ["/teach/assign/", effect, f"/teach/assignments/?{given_to}", *own, changed])], language)
        == []
    )


def test_a_learner_sees_when_it_opens_and_that_it_closed(device, given, wanjiru, faults_of):
    Enrolment.objects.update(opens_at=timezone.now() + timedelta(days=5))
    page = device(wanjiru)
    page.goto("/learn/")
    assert faults_of(page, "opens-mine") == []
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    assert page.url.endswith("/learn/trafficking/")
    assert faults_of(page, "opens-course") == []

    Enrolment.objects.update(opens_at=None, closes_at=timezone.now() - timedelta(days=1))
    page.goto("/learn/trafficking/trafficking-lesson-1/")
    assert faults_of(page, "closed-lesson") == []
    Enrolment.objects.update(closes_at=timezone.now() + timedelta(days=9), due_at=None, required=False)
    page.goto("/learn/")
    assert faults_of(page, "optional-mine") == []
