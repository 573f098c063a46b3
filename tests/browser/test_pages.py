"""Every page: axe-core finds nothing, nothing overflows a phone, no script breaks the policy; in English and in Arabic."""

import pytest
from django.utils import timezone

from lms.people import services as people_services
from lms.people.models import Cohort
from lms.progress.assigning import assign, run_assignment
from lms.progress.models import Enrolment
from tests.builders import complete

from .conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def school(course, wanjiru, abdi, omar, halima, academy):
    """A cohort of two with the course assigned: one has completed it, one has not begun. Addresses by the person who opens them."""
    now = timezone.now()
    cohort = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=cohort, people=[wanjiru, abdi], now=now)
    assignment = assign(cohort=cohort, courses=[course], due_at=None, by=omar, now=now)[0]
    run_assignment(assignment.pk, now=now)
    enrolment = complete(Enrolment.objects.get(learner=wanjiru), now=now)
    path = f"/learn/{course.slug}/"
    lesson, quiz = course.release.outline.activities[0].slug, course.release.outline.activities[-1].slug
    learner = ["/learn/", path, f"{path}{lesson}/", f"{path}{quiz}/", "/library/", "/certificates/"]
    teach, serial = f"/teach/cohorts/{cohort.pk}/", enrolment.certificate.serial
    return [
        (None, ["/", "/sign-in/", "/certificates/verify/", f"/certificates/verify/{serial}/", "/nowhere/"]),
        (wanjiru, learner),
        (abdi, learner),
        (omar, ["/teach/", teach, f"{teach}people/", "/teach/assign/", f"/teach/people/{wanjiru.pk}/"]),
        (halima, ["/reports/", "/reports/completion/?by=month", "/reports/completion/list/", f"/certificates/{serial}/"]),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_is_accessible_fits_and_keeps_to_the_policy(school, contexts, sign_in, found_by_axe, live_server, language, size):
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
            if page.title().strip() == "" or page.locator("h1").count() != 1:
                found.append(f"{address}: needs one heading and a title")
    assert found == []
    assert [message.text for message in refusals if "Content Security" in message.text] == []
