"""Whether courses are part of regular training, by institution: what is said of it, and what is counted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lms.learning.sessions.models import Session
from lms.people.administration.records import services as people
from lms.people.directory.models import Cohort, User
from tests.conftest import NOW, make_person
from tests.reporting.conftest import _today, as_, world  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db
REPORT = "/reports/more/regular-training/"


def rows(client) -> dict[str, list[str]]:
    page = client.get(REPORT)
    assert page.status_code == 200
    return {row[0].text: [cell.text for cell in row[1:]] for row in page.context["table"].rows}


def test_tells_the_share_of_the_intake_instructors_and_hours(world, as_, halima, academy, omar):
    cohort = world.cohorts["mlima"]
    begins = NOW - timedelta(days=30)
    Session.objects.create(
        cohort=cohort,
        institution=academy,
        title="T",
        room="R",
        planned_at=begins,
        ends_at=begins + timedelta(minutes=90),
    )
    User.objects.filter(pk=omar.pk).update(last_login=NOW - timedelta(days=5))
    gone = make_person("KE-OLD", "Instructor who left", academy, "instructor")
    User.objects.filter(pk=gone.pk).update(last_login=NOW - timedelta(days=91))
    found = rows(as_(halima))
    assert [text.replace("\xa0", " ") for text in found[str(academy)][:5]] == ["–", "6", "50 %", "1", "1.5"]
    pwani = next(cells for name, cells in found.items() if name.startswith("Pwani"))
    assert pwani[:3] == ["–", "–", "–"], "of two people no share is given"


def test_the_order_is_said_by_the_administrator_and_counts_below(world, as_, amina, halima, academy):
    unit = type(academy).objects.create(name="Unit of Mlima", kind="unit", parent=academy)
    address = reverse("dashboards:regular", args=[academy.pk])
    client = as_(amina)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reference": "x" * 5000}).status_code == 422
    assert client.post(address, {"reference": "Order 12/2026"}).url == REPORT
    assert rows(client)[str(academy)][0] == "Order 12/2026"
    found = rows(as_(halima))
    assert found[str(academy)][0] == "Order 12/2026"
    assert unit.parent == academy


def test_nobody_else_says_it(world, as_, amina, halima, omar, neighbour_academy, academy):
    for person, place in ((amina, neighbour_academy), (omar, academy), (halima, academy)):
        address = reverse("dashboards:regular", args=[place.pk])
        assert as_(person).post(address, {"reference": "Mine"}).status_code == 404, person


def test_another_country_is_not_in_it(world, as_, ugandan_coordinator, academy):
    assert str(academy) not in rows(as_(ugandan_coordinator))


def test_statements_do_not_grow_with_institutions(world, as_, halima, kenya, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = as_(halima), []
    for number in range(2):
        with CaptureQueriesContext(connection) as caught:
            rows(client)
        counts.append(len(caught))
        for one in range(5):
            place = type(kenya).objects.create(name=f"New {number} {one}", kind="academy", parent=kenya, country="KE")
            Cohort.objects.create(institution=place, name="A")
            people.appoint(user=make_person(f"KE-{number}{one}", "X", place), institution=place, role="instructor")
    assert counts[0] == counts[1]
