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

from .conftest import DESKTOP, PHONE

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


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESKTOP, "en")], ids=["phone-ar", "desktop-en"])
def test_is_accessible_fits_and_keeps_to_the_policy(
    school, contexts, sign_in, found_by_axe, live_server, language, size
):
    found, refusals = [], []
    for person, addresses in school:
        context = contexts(viewport=size)
        page = context.new_page()
        if person is not None:
            sign_in(page, person)
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        page.on("console", lambda message: refusals.append(message))
        for address in addresses:
            page.goto(address)
            assert page.locator("html").get_attribute("lang") == language
            found += [f"{address}: {line}" for line in found_by_axe(page)]
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > size["width"]:
                found.append(f"{address}: {width} px wide")
            labels = page.locator(".pager .button").all_inner_texts()
            found += [f"{address}: the words of “{label}” stand apart" for label in labels if "\n" in label.strip()]
            if page.title().strip() == "" or page.locator("h1").count() != 1:
                found.append(f"{address}: needs one heading and a title")
    assert found == []
    assert [message.text for message in refusals if "Content Security" in message.text] == []
