"""What plugins add to pages, and the page that explains an activity that is switched off:
seen on a phone and on a desk.
"""

import pytest

from lms.foundation.plugins import filters
from lms.foundation.plugins.pages import slots
from lms.learning.progress.enrolments.assignment_services import assign
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from tests.builders import complete
from tests.trial.fixtures import switch, trial  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_that_plugins_have_a_part_in_are_accessible_and_fit(
    faults_on, trial, switch, course, academy, wanjiru, abdi, omar, now
):
    cohort = people_services.open_cohort(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    switch("trial", academy, True)
    filters.enrol.register(trial.refuse_abdi)
    filters.issue.register(trial.refuse)
    for place in (slots.COURSE, slots.PERSON, slots.COHORT):
        slots.provide(place, trial.panels)
    services.enrol(people=[wanjiru], course=course, now=now)
    complete(Enrolment.objects.get(), now=now)
    assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)
    switch("quiz", academy, False)

    staff = [
        f"/teach/cohorts/{cohort.pk}/",
        f"/teach/people/{wanjiru.pk}/",
        f"/teach/assignments/?cohort={cohort.pk}",
        f"/teach/assign/?course={course.pk}&cohort={cohort.pk}&due=2036-12-24&check=1",
    ]
    own = ["/learn/trafficking/", "/learn/trafficking/trafficking-quiz/"]
    assert faults_on([(wanjiru, own), (omar, staff)]) == []
