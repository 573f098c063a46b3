"""The list of certificates for staff: filters, pages, the file, and the ways to it."""

from datetime import date

import pytest
from django.urls import reverse

from certificates import services
from certificates.models import Certificate
from lms.learning.progress.journal import services as progress
from lms.learning.progress.models import Enrolment
from lms.people.administration.records import services as people_services
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort
from tests.builders import complete
from tests.conftest import make_person
from tests.progress.counting import statements

from .test_views import url

INDEX = reverse("certificates:index")


@pytest.fixture
def cohort(academy, wanjiru, now):
    found = Cohort.objects.create(institution=academy, name="Intake 2026 B")
    people_services.join(cohort=found, people=[wanjiru], now=now)
    return found


@pytest.fixture
def address(cohort):
    return f"{INDEX}?cohort={cohort.pk}"


def certified(person, course, cohort, now) -> Certificate:
    people_services.join(cohort=cohort, people=[person], now=now)
    progress.enrol(people=[person], course=course, now=now)
    return complete(Enrolment.objects.get(learner=person), now=now).certificate


def listed(client, address: str) -> set[Certificate]:
    page = client.get(address)
    assert page.status_code == 200
    return {one for one in Certificate.objects.all() if url("record", one) in page.content.decode()}


class TestFilters:
    def test_lead_to_each_record_and_to_the_person(self, address, certificate, as_, omar, wanjiru):
        text = as_(omar).get(address).content.decode()
        assert url("record", certificate) in text and reverse("teach:person", args=[wanjiru.pk]) in text
        assert "All 1" in text and "Valid 1" in text and "Revoked 0" in text

    def test_by_state(self, address, certificate, cohort, course, abdi, halima, as_, omar, now):
        other = certified(abdi, course, cohort, now)
        third = certified(make_person("KE-7", "Chebet Kosgei", cohort.institution), course, cohort, now)
        services.revoke(certificate=certificate, why="Issued in error.", by=halima, now=now)
        Certificate.objects.filter(pk=third.pk).update(valid_until="2020-01-31", renewable_from="2019-12-01")
        for state, row in (("revoked", certificate), ("valid", other), ("expired", third)):
            assert listed(as_(omar), f"{address}&state={state}") == {row}
        assert listed(as_(omar), f"{address}&state=soon") == set()
        Certificate.objects.filter(pk=other.pk).update(valid_until="2999-01-31", renewable_from="2020-01-01")
        assert listed(as_(omar), f"{address}&state=soon") == {other} == listed(as_(omar), f"{address}&state=valid")

    def test_by_cohort_course_days_and_person(
        self, certificate, cohort, academy, course, abdi, as_, omar, wanjiru, now
    ):
        other = certified(abdi, course, Cohort.objects.create(institution=academy, name="Other"), now)
        Certificate.objects.filter(pk=other.pk).update(completed_on=date(2020, 1, 31))
        client = as_(omar)
        assert listed(client, INDEX) == {certificate, other} == listed(client, f"{INDEX}?what=course:{course.pk}")
        assert listed(client, f"{INDEX}?cohort={cohort.pk}") == {certificate}
        assert listed(client, f"{INDEX}?until=2020-01-31") == {other}
        assert listed(client, f"{INDEX}?since=2020-02-01") == {certificate}
        assert listed(client, f"{INDEX}?person={wanjiru.pk}") == {certificate}

    @pytest.mark.parametrize(
        "query", ["cohort=9999", "cohort=x", "state=good", "what=course:1", "since=soon", "person=0", "page=x&until=2"]
    )
    def test_that_mean_nothing_are_named(self, certificate, as_, omar, query):
        page = as_(omar).get(f"{INDEX}?{query}")
        assert page.status_code == 400 and 'role="alert"' in page.content.decode()
        assert url("record", certificate) not in page.content.decode()

    def test_a_cohort_of_others_is_as_one_that_there_is_not(self, certificate, cohort, as_, stranger, neighbour):
        assert as_(stranger).get(f"{INDEX}?cohort={cohort.pk}").status_code == 404
        there, not_there = (
            as_(neighbour).get(f"{INDEX}?cohort={pk}").content.decode() for pk in (cohort.pk, cohort.pk + 99)
        )
        assert cohort.name not in there and there.count("error") == not_there.count("error")

    def test_of_somebody_who_completed_it_elsewhere_is_left_to_those_there(
        self, address, cohort, course, neighbour_academy, as_, omar, now
    ):
        """A member of the cohort serves at the neighbour's: the certificate is the neighbour's to show."""
        away = make_person("KE-8", "Baraka Omondi", neighbour_academy)
        assert url("record", certified(away, course, cohort, now)) not in as_(omar).get(address).content.decode()

    def test_stay_while_one_pages(self, address, certificate, as_, omar, monkeypatch, cohort, course, abdi, now):
        certified(abdi, course, cohort, now)
        monkeypatch.setattr("certificates.pages.list_views.ON_A_PAGE", 1)
        text = as_(omar).get(f"{address}&state=valid").content.decode()
        assert f'href="?cohort={cohort.pk}&amp;state=valid&amp;page=2"' in text

    def test_says_how_certificates_come_where_there_are_none(self, address, as_, omar):
        assert "issued as soon as somebody completes a course" in as_(omar).get(INDEX).content.decode()
        assert "No certificate fits the filters" in as_(omar).get(address).content.decode()

    def test_costs_the_same_for_one_and_for_ten(self, address, certificate, cohort, course, as_, omar, now):
        client, costs = as_(omar), []
        for number in range(10):
            if number:
                certified(make_person(f"KE-9{number}", f"Cadet {number}", cohort.institution), course, cohort, now)
            with statements() as found:
                client.get(address)
            costs.append(len(found))
        assert set(costs[1:]) == {costs[1]} and costs[1] <= 11


class TestTheFile:
    def test_holds_the_same_rows_and_is_noted(self, address, certificate, cohort, course, abdi, as_, omar, now):
        other = certified(make_person("KE-7", "=Chebet", cohort.institution), course, cohort, now)
        answer = as_(omar).get(reverse("certificates:export") + f"?cohort={cohort.pk}&state=valid")
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Number,Name,Service number,Course")
        assert [line.split(",")[:2] for line in lines[1:]] == [
            [other.serial, "'=Chebet"],
            [certificate.serial, certificate.name],
        ]
        entry = AuditEntry.objects.get(action="certificates_exported")
        assert entry.by == omar and entry.data == {"filters": ["cohort", "state"]}

    def test_of_filters_that_mean_nothing_is_none(self, as_, omar):
        assert as_(omar).get(reverse("certificates:export") + "?cohort=999").status_code == 404


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
            assert text.count(f'href="{INDEX}?person={wanjiru.pk}"') == 1

    def test_names_no_revoking_of_ones_own(self, certificate, as_, academy, wanjiru):
        people_services.appoint(user=wanjiru, institution=academy, role=Role.COORDINATOR)
        text = as_(wanjiru).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()
        assert url("record", certificate) in text and "revoke the certificate" not in text

    def test_leads_from_the_page_of_the_cohort(self, address, cohort, as_, omar):
        assert f'href="{address}"' in as_(omar).get(reverse("teach:cohort", args=[cohort.pk])).content.decode()

    def test_leads_from_the_former_page(self, address, cohort, client):
        assert client.get(reverse("certificates:cohort", args=[cohort.pk]))["Location"] == address

    def test_is_not_on_the_learner_s_own_pages(self, certificate, course, as_, wanjiru):
        assert url("record", certificate) + '"' not in as_(wanjiru).get("/learn/").content.decode()
