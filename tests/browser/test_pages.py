"""Every page: axe-core finds nothing, nothing overflows a phone, no script breaks the policy;
in English and in Arabic.
"""

from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.enrolments.assignment_services import assign, run_assignment
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.models import Cohort
from lms.people.identity.mail import links
from lms.people.identity.sign_in import own_address
from tests.builders import complete

from .conftest import LANGUAGES

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(course, wanjiru, abdi, omar, halima, academy):
    """A cohort of two with the course assigned: one has completed it, one is in the middle of the quiz.

    Addresses by who opens them.
    """
    now = timezone.now()
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    assignment = assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)[0]
    run_assignment(assignment.pk, clock=lambda: now)
    enrolment = complete(Enrolment.objects.get(learner=wanjiru), now=now)
    path, entries = f"/learn/{course.slug}/", course.release.outline.activities
    lesson, quiz = entries[0].slug, entries[-1].slug
    services.begin(
        enrolment=Enrolment.objects.get(learner=abdi),
        entry=entries[-1],
        event_id=uuid7(),
        now=now,
        language="en",
        seed=1,
    )
    own_address.ask(person=abdi, address="abdi.hassan@police-academy.example.org", now=now)
    confirming, choosing = (
        urlsplit(links.to_confirm(abdi.new_address)).path,
        urlsplit(links.to_new_password(halima)).path,
    )
    learner = [
        "/learn/",
        path,
        f"{path}{lesson}/",
        f"{path}{quiz}/",
        f"{path}{quiz}/?review",
        "/library/",
        "/certificates/",
    ]
    effect = f"/teach/assign/?course={course.pk}&cohort={cohort.pk}&due={now.year + 1}-01-31&check=1"
    held = f"/certificates/cohorts/{cohort.pk}/"
    teach, serial = f"/teach/cohorts/{cohort.pk}/", enrolment.certificate.serial
    return [
        (None, ["/", "/sign-in/", "/certificates/verify/", f"/certificates/verify/{serial}/", "/nowhere/"]),
        (None, ["/password/forgotten/", "/password/forgotten/sent/", choosing, "/password/new/MQ/void/"]),
        (wanjiru, [*learner, "/e-mail/", "/e-mail/confirm/void/"]),
        (abdi, [*learner, "/e-mail/", confirming]),
        (omar, ["/teach/", teach, f"{teach}people/", "/teach/assign/", effect, f"/teach/people/{wanjiru.pk}/"]),
        (omar, [held, "/teach/assign/?check=1", "/teach/assignments/", f"/teach/assignments/?cohort={cohort.pk}"]),
        (
            halima,
            ["/reports/", "/reports/completion/?by=month", "/reports/completion/list/", f"/certificates/{serial}/"],
        ),
    ]


@LANGUAGES
def test_is_accessible_fits_and_keeps_to_the_policy(school, faults_on, language):
    assert faults_on(school, language) == []


def test_the_words_of_a_way_on_stand_together(school, abdi, device):
    page = device(abdi)
    for address in next(addresses for person, addresses in school if person == abdi):
        page.goto(address)
        assert not [text for text in page.locator(".pager .button").all_inner_texts() if "\n" in text.strip()]
