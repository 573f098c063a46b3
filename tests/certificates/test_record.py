"""The record of a certificate: what was done with it, and what coordinators and administrators do there."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from lms.people.audit.models import AuditEntry
from lms.people.directory.choices import Role
from tests.conftest import make_person

from .test_views import url

WHY = {"why": "The list had it wrong."}


def post(client, act: str, certificate: Certificate, **data):
    return client.post(url(act, certificate), {**WHY, **data}, follow=True)


class TestActs:
    def test_are_told_in_words_by_whom_and_why(self, as_, rendered, halima):
        client = as_(halima)
        post(client, "revoke", rendered)
        text = post(client, "reinstate", rendered, why="It was the other person.").content.decode()
        for words in ("Issued</b>", "by the platform", "Revoked</b>", WHY["why"], "Reinstated</b>", halima.name):
            assert words in text
        rendered.refresh_from_db()
        assert rendered.revoked_at is None and rendered.standing(rendered.completed_on) == "valid"

    def test_correcting_a_name_leads_to_the_new_document_and_back(self, as_, rendered, halima):
        page = post(as_(halima), "correct", rendered, name="Wanjiru Kamau")
        new = Certificate.objects.get(replaced_at=None)
        assert page.redirect_chain[0][0] == url("record", new) and new.name == "Wanjiru Kamau"
        assert url("record", rendered) in page.content.decode()
        old = as_(halima).get(url("record", rendered)).content.decode()
        assert url("record", new) in old and "Replaced" in old and url("revoke", rendered) not in old

    def test_make_a_ready_pdf_again_for_a_reason(self, as_, rendered, halima, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            post(as_(halima), "again", rendered)
        rendered.refresh_from_db()
        assert rendered.status == "rendered" and rendered.pdf.open().read().startswith(b"%PDF")
        assert AuditEntry.objects.get(action="certificate_made_again").by == halima

    @pytest.mark.parametrize("name", ["revoke", "correct", "again"])
    def test_need_a_reason(self, as_, rendered, halima, name):
        page = post(as_(halima), name, rendered, why=" ", name="Another")
        rendered.refresh_from_db()
        assert page.status_code == 422 and 'aria-invalid="true"' in page.content.decode()
        assert (rendered.standing(rendered.completed_on), rendered.status) == ("valid", "rendered")

    @pytest.mark.parametrize("name", ["revoke", "reinstate", "correct", "again"])
    def test_are_nothing_for_instructors_strangers_and_oneself(
        self, as_, rendered, omar, stranger, wanjiru, academy, name
    ):
        assert [as_(who).post(url(name, rendered), WHY).status_code for who in (omar, stranger)] == [404, 404]
        wanjiru.memberships.create(institution=academy, role=Role.COORDINATOR)
        assert as_(wanjiru).post(url(name, rendered), {**WHY, "name": "Another"}).status_code == 403


class TestByHand:
    @pytest.fixture
    def kept_back(self, completed, monkeypatch):
        """A completed enrolment whose certificate a plugin keeps back."""
        Certificate.objects.all().delete()
        monkeypatch.setattr("certificates.services.refusals", lambda rows: {row.pk: "The pledge" for row in rows})
        return completed

    def test_is_offered_on_the_person_s_page_and_done_for_a_reason(self, as_, kept_back, halima, omar, wanjiru):
        address = reverse("certificates:by-hand", args=[kept_back.pk])
        person = reverse("teach:person", args=[wanjiru.pk])
        assert address in as_(halima).get(person).content.decode()
        assert address not in as_(omar).get(person).content.decode()
        assert as_(halima).post(address, {"why": ""}).status_code == 422
        page = as_(halima).post(address, WHY, follow=True).content.decode()
        issued = Certificate.objects.get()
        assert (issued.issued_by, issued.issued_why) == (halima, WHY["why"]) and WHY["why"] in page

    def test_is_not_for_oneself(self, as_, kept_back, wanjiru, academy):
        wanjiru.memberships.create(institution=academy, role=Role.ADMINISTRATOR)
        address = reverse("certificates:by-hand", args=[kept_back.pk])
        assert as_(wanjiru).post(address, WHY).status_code == 403 and not Certificate.objects.exists()

    def test_is_not_for_others_and_not_of_an_open_course(self, as_, enrolment, omar, stranger, halima):
        address = reverse("certificates:by-hand", args=[enrolment.pk])
        assert [as_(who).get(address).status_code for who in (omar, stranger)] == [404, 404]
        assert as_(halima).post(address, WHY).status_code == 422


def test_an_administrator_may_change_it_too(as_, rendered, academy):
    administrator = make_person("KE-300", "Achieng Nabwire", academy, Role.ADMINISTRATOR)
    assert url("correct", rendered) in as_(administrator).get(url("record", rendered)).content.decode()
