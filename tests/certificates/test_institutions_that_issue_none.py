"""An institution may issue no certificates: then completing gives none, and the pages say who does."""

import pytest
from django.urls import reverse

from certificates import services, slots
from certificates.models import Certificate
from lms.learning.progress.journal.services import enrol
from lms.learning.progress.models import Enrolment
from lms.people.administration.records.services import join, move
from lms.people.administration.workspace.certificate_setting_views import set_issuing
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Kind, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort
from lms.people.directory.reach import NotTheirs
from tests.builders import complete
from tests.conftest import create_institution, make_person

MINISTRY = "the Ministry of Interior"


def path(place) -> str:
    return f"/academy/institution/{place.pk}/certificates/"


@pytest.fixture
def amina(academy):
    return make_person("KE-9", "Amina Noor", academy, Role.ADMINISTRATOR)


@pytest.fixture
def none_here(as_, amina, academy):
    """The academy issues none: the ministry does."""
    answer = as_(amina).post(path(academy), {"issues": "no", "issuer": MINISTRY})
    assert answer.url == f"/academy/institution/{academy.pk}/"
    academy.refresh_from_db()
    return academy


@pytest.fixture
def uncertified(none_here, course, wanjiru, now):
    enrol(people=[wanjiru], course=course, now=now)
    return complete(Enrolment.objects.get(learner=wanjiru), now=now)


class TestSaying:
    def test_holds_there_and_below_until_something_closer_is_said(self, as_, amina, none_here, academy, now):
        unit = create_institution(name="Unit 3", kind=Kind.UNIT, parent=Institution.objects.get(pk=academy.pk))
        assert (unit.issues, unit.issuer) == (False, MINISTRY)
        as_(amina).post(path(unit), {"issues": "yes"})
        unit.refresh_from_db()
        assert (unit.issues, none_here.issues) == (True, False)
        as_(amina).post(path(unit), {"issues": "above"})
        unit.refresh_from_db()
        assert (unit.issues, unit.issuer) == (False, MINISTRY)

    def test_twice_is_once_and_in_the_log(self, as_, amina, none_here, academy):
        as_(amina).post(path(academy), {"issues": "no", "issuer": f" {MINISTRY} "})
        entry = AuditEntry.objects.get(action="issuing_set")
        assert (entry.by_id, entry.institution_id, entry.data) == (amina.pk, academy.pk, {"issues": False})

    def test_needs_to_be_told_who_does(self, as_, amina, academy):
        answer = as_(amina).post(path(academy), {"issues": "no", "issuer": ""})
        assert answer.status_code == 422
        assert "Say who issues them" in answer.content.decode()
        assert as_(amina).post(path(academy), {"issues": "perhaps"}).status_code == 422
        academy.refresh_from_db()
        assert academy.issues is None

    def test_is_for_whoever_administers_it(self, omar, amina, academy, neighbour_academy, kenya, now):
        beside_it = make_person("KE-7", "Baraka Juma", neighbour_academy, Role.ADMINISTRATOR)
        for person, place in ((omar, academy), (beside_it, academy), (amina, kenya)):
            with pytest.raises(NotTheirs):
                set_issuing(institution=place, issues=False, issuer="Me", by=person, now=now)

    def test_follows_an_institution_that_is_moved(self, none_here, uganda, kenya, superuser, now):
        set_issuing(institution=uganda, issues=False, issuer="Kampala", by=superuser, now=now)
        country = Institution.objects.get(pk=kenya.pk)
        move(institution=country, parent=Institution.objects.get(pk=uganda.pk))
        country.refresh_from_db()
        none_here.refresh_from_db()
        assert (country.issuer, none_here.issuer) == ("Kampala", MINISTRY)

    def test_stands_on_the_page_of_the_institution(self, as_, amina, none_here, superuser):
        page = as_(amina).get(f"/academy/institution/{none_here.pk}/").content.decode()
        assert f"Certificates are issued by: {MINISTRY}" in page


class TestCompleting:
    def test_gives_none_and_every_page_says_who_does(self, as_, uncertified, academy, wanjiru, omar, now):
        assert not Certificate.objects.exists()
        page = as_(wanjiru).get(reverse("learn:course", args=[uncertified.course.slug])).content.decode()
        assert f"issues no certificates itself. Certificates are issued by: {MINISTRY}" in page
        assert "checked again every day" not in page
        assert MINISTRY in as_(omar).get(reverse("teach:person", args=[wanjiru.pk])).content.decode()

        cohort = Cohort.objects.create(institution=academy, name="Intake")
        join(cohort=cohort, people=[wanjiru], now=now)
        page = as_(omar).get(reverse("certificates:cohort", args=[cohort.pk]), follow=True).content.decode()
        assert MINISTRY in page and "Certificates are issued as soon as" not in page

    def test_the_job_gives_none_either_and_all_once_they_are_issued_again(self, as_, amina, uncertified, academy, now):
        assert services.issue_missing(now=now) == 0
        assert services.issue(Enrolment.objects.get(pk=uncertified.pk), now=now) is None
        as_(amina).post(path(academy), {"issues": "yes"})
        assert services.issue_missing(now=now) == 1
        assert services.issue_missing(now=now) == 0
        assert Certificate.objects.get().enrolment_id == uncertified.pk

    def test_what_was_issued_before_stays_and_counts(self, as_, certificate, amina, academy, client, halima):
        as_(amina).post(path(academy), {"issues": "no", "issuer": MINISTRY})
        certificate.refresh_from_db()
        assert certificate.revoked_at is None
        page = client.get(reverse("certificates:verify", args=[certificate.serial])).content.decode()
        assert "This certificate is valid" in page
        assert Certificate.objects.visible_to(halima).counted(certificate.completed_on)["valid"] == 1

    def test_costs_a_statement_where_one_is_missing_and_none_otherwise(self, uncertified, django_assert_num_queries):
        rows = list(Enrolment.objects.all())
        slots.certificate_links(rows)
        with django_assert_num_queries(1):
            assert set(slots.waiting_panels(rows)) == {uncertified.pk}
