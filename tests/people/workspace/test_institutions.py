"""The administrator's institutions, and an academy that is founded from nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from tests.conftest import create_institution, make_person

PLACE = "/academy/institution/"
FOUND = "/academy/found/"


@pytest.fixture
def ruler(kenya):
    """The administrator of the country."""
    return make_person("KE-3", "Mwende Kilonzo", kenya, Role.ADMINISTRATOR)


def about(**changes):
    return {"name": "Mlima Academy", "country": "KE", "timezone": "Africa/Nairobi", "name_ar": "أكاديمية"} | changes


def founding(parent, **changes):
    return about(
        parent=parent.pk if parent else "",
        name="Bonde Police Academy",
        units="Unit 1\nunit 1\n\nUnit 2",
        service_number="KE-5000",
        person="Achieng Odhiambo",
        cohort="Intake 2027 A",
        starts_on="2027-01-10",
        **changes,
    )


class TestTheTree:
    def test_administrators_see_their_own_part_of_the_tree(self, as_, amina, unit, superuser, neighbour_academy):
        assert [(row.name, depth) for row, depth in as_(amina).get(PLACE).context["rows"]] == [
            ("Mlima Police Academy", 0),
            ("Unit 3", 1),
        ]
        assert len(as_(superuser).get(PLACE).context["rows"]) == 5

    def test_costs_the_same_for_few_and_many(self, as_, amina, academy):
        browser = as_(amina)
        with CaptureQueriesContext(connection) as few:
            browser.get(PLACE)
        for number in range(10):
            create_institution(name=f"Unit {number}", kind=Kind.UNIT, parent=academy)
        with CaptureQueriesContext(connection) as many:
            browser.get(PLACE)
        assert len(few) == len(many) <= 3


class TestChanging:
    def test_names_in_every_language_and_the_time_zone(self, as_, amina, academy):
        academy.names = {"xx": "kept"}
        academy.save()
        for _again in range(2):
            answer = as_(amina).post(f"{PLACE}{academy.pk}/correct/", about(timezone="Africa/Kampala"))
        academy.refresh_from_db()
        assert answer.status_code == 302
        assert (academy.name, academy.timezone) == ("Mlima Academy", "Africa/Kampala")
        assert academy.names == {"ar": "أكاديمية", "xx": "kept"}
        assert AuditEntry.objects.filter(action="institution_changed", by=amina).count() == 1

    def test_refuses_a_name_that_is_there_and_a_zone_that_is_none(self, as_, amina, academy, neighbour_academy):
        for wrong in ({"name": "pwani training campus"}, {"timezone": "Mars/Base"}, {"country": "XX"}, {"name": ""}):
            assert as_(amina).post(f"{PLACE}{academy.pk}/correct/", about(**wrong)).status_code == 422

    def test_adds_a_unit_that_has_what_is_above_it(self, as_, amina, academy):
        for status in (302, 422):
            assert as_(amina).post(f"{PLACE}{academy.pk}/unit/", about(name="Unit 9")).status_code == status
        unit = Institution.objects.get(name="Unit 9")
        assert (unit.kind, unit.parent, unit.path) == ("unit", academy, f"{academy.path}{unit.pk}/")

    def test_reaches_no_other_institution_and_none_above(self, as_, amina, kenya, neighbour_academy):
        for place in (kenya, neighbour_academy):
            assert as_(amina).get(f"{PLACE}{place.pk}/").status_code == 404
            for path in ("correct/", "unit/", "remove/", "move/"):
                assert as_(amina).post(f"{PLACE}{place.pk}/{path}", about()).status_code == 404
        assert not Institution.objects.filter(name="Mlima Academy").exists()


class TestFounding:
    def test_makes_all_that_an_academy_begins_with(self, as_, ruler, kenya):
        answer = as_(ruler).post(FOUND, founding(kenya))
        founded = answer.context["founded"]
        academy = Institution.objects.get(name="Bonde Police Academy")
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert sorted(academy.children.values_list("name", flat=True)) == ["Unit 2", "unit 1"]
        assert Cohort.objects.get(institution=academy).name == "Intake 2027 A"
        person = User.objects.get(service_number="KE-5000")
        assert [(row.role, row.institution) for row in person.memberships.all()] == [("administrator", academy)]
        browser = Client()
        signed_in = browser.post("/sign-in/", {"username": "ke-5000", "password": founded.password})
        assert signed_in.status_code == 302
        assert person.__class__.objects.get(pk=person.pk).password_given

    def test_twice_makes_one(self, as_, ruler, kenya):
        as_(ruler).post(FOUND, founding(kenya))
        before = (Institution.objects.count(), User.objects.count(), Cohort.objects.count())
        assert as_(ruler).post(FOUND, founding(kenya)).status_code == 422
        answer = as_(ruler).post(FOUND, founding(kenya) | {"service_number": "KE-5001"})
        assert answer.status_code == 422
        assert (Institution.objects.count(), User.objects.count(), Cohort.objects.count()) == before

    def test_is_all_or_nothing(self, as_, ruler, kenya, wanjiru):
        before = Institution.objects.count()
        for wrong in ({"service_number": "ke-20377"}, {"service_number": "not a number"}, {"person": ""}):
            assert as_(ruler).post(FOUND, founding(kenya) | wrong).status_code == 422
        assert Institution.objects.count() == before

    def test_reaches_no_other_country(self, as_, ruler, uganda, region, academy):
        for place in (uganda, region, academy, None):
            assert as_(ruler).post(FOUND, founding(place)).status_code == 422
        assert not Institution.objects.filter(name="Bonde Police Academy").exists()

    def test_is_done_by_a_superuser_where_there_is_nothing(self, as_, superuser):
        answer = as_(superuser).post(FOUND, founding(None))
        assert answer.status_code == 200
        assert Institution.objects.get(kind="academy").parent is None
