"""The certificates of a cohort's people, and the ways to the record of each."""

import pytest
from django.urls import reverse

from certificates import services
from certificates.models import Certificate
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person
from tests.progress.counting import statements

from .test_views import url


@pytest.fixture
def cohort(academy, wanjiru, now):
    found = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=found, people=[wanjiru], now=now)
    return found


@pytest.fixture
def address(cohort):
    return reverse("certificates:cohort", args=[cohort.pk])


def certified(person, course, cohort, now) -> Certificate:
    people_services.join(cohort=cohort, people=[person], now=now)
    progress.enrol(people=[person], course=course, now=now)
    return complete(Enrolment.objects.get(learner=person), now=now).certificate


class TestTheList:
    def test_leads_to_each_record_and_to_the_person(self, address, certificate, as_, omar, wanjiru):
        text = as_(omar).get(address).content.decode()
        assert url("record", certificate) in text and reverse("teach:person", args=[wanjiru.pk]) in text
        assert "All 1" in text and "Valid 1" in text and "Revoked 0" in text

    def test_is_filtered_by_standing(self, address, certificate, cohort, course, abdi, halima, as_, omar, now):
        other = certified(abdi, course, cohort, now)
        third = certified(make_person("KE-7", "Chebet Kosgei", cohort.institution), course, cohort, now)
        services.revoke(certificate=certificate, why="Issued in error.", by=halima, now=now)
        Certificate.objects.filter(pk=third.pk).update(valid_until="2020-01-31")
        for standing, row in (("revoked", certificate), ("valid", other), ("expired", third)):
            text = as_(omar).get(f"{address}?standing={standing}").content.decode()
            assert [one for one in (certificate, other, third) if url("record", one) in text] == [row]
        assert as_(omar).get(f"{address}?standing=nonsense").content.decode().count("<tr><th scope=") == 4

    def test_shows_nobody_of_another_cohort(self, address, certificate, academy, course, abdi, as_, omar, now):
        other = certified(abdi, course, Cohort.objects.create(institution=academy, name="Other"), now)
        assert url("record", other) not in as_(omar).get(address).content.decode()

    def test_of_somebody_who_completed_it_elsewhere_is_left_to_those_there(
        self, address, cohort, course, neighbour_academy, as_, omar, now
    ):
        """Whoever is in the cohort and serves at the neighbour's: their certificate is the neighbour's to show."""
        away = make_person("KE-8", "Baraka Omondi", neighbour_academy)
        assert url("record", certified(away, course, cohort, now)) not in as_(omar).get(address).content.decode()

    def test_says_how_certificates_come_where_there_are_none(self, address, as_, omar):
        text = as_(omar).get(address).content.decode()
        assert "Nobody of this cohort has a certificate yet" in text
        assert reverse("teach:cohort", args=[Cohort.objects.get().pk]) in text

    def test_costs_the_same_for_one_and_for_ten(self, address, certificate, cohort, course, as_, omar, now):
        client, costs = as_(omar), []
        for number in range(10):
            if number:
                certified(make_person(f"KE-9{number}", f"Cadet {number}", cohort.institution), course, cohort, now)
            with statements() as found:
                client.get(address)
            costs.append(len(found))
        assert set(costs[1:]) == {costs[1]} and costs[1] <= 8


class TestTheWay:
    def test_leads_from_the_page_of_the_person_and_names_revoking_to_those_who_may(
        self, certificate, as_, omar, halima, wanjiru
    ):
        person = reverse("teach:person", args=[wanjiru.pk])
        for viewer, words in (
            (omar, "Look at the record<"),
            (halima, "Look at the record, or revoke the certificate<"),
        ):
            text = as_(viewer).get(person).content.decode()
            assert f'href="{url("record", certificate)}"' in text and words in text

    def test_names_no_revoking_of_ones_own(self, certificate, as_, academy, wanjiru):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.COORDINATOR)
        text = as_(wanjiru).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert url("record", certificate) in text and "revoke the certificate" not in text

    def test_leads_from_the_page_of_the_cohort(self, address, cohort, as_, omar):
        assert f'href="{address}"' in as_(omar).get(reverse("teach:cohort", args=[cohort.pk])).content.decode()

    def test_is_not_on_the_learner_s_own_pages(self, certificate, course, as_, wanjiru):
        assert url("record", certificate) + '"' not in as_(wanjiru).get("/learn/").content.decode()
