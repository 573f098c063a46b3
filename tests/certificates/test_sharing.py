"""Links by which holders show a certificate: made, shown to anybody, ended; a guesser learns nothing."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates import services as certificates
from certificates.models import Share
from certificates.sharing import services
from certificates.sharing.views import MOST
from lms.people.audit.models import AuditEntry

from .test_views import url


@pytest.fixture
def secret(rendered):
    return services.share(certificate=rendered, now=timezone.now())


def page_of(secret: str):
    return Client().get(reverse("certificates:shared", args=[secret]))


class TestMaking:
    def test_shows_the_link_once_and_keeps_no_secret(self, rendered, as_, wanjiru):
        text = as_(wanjiru).post(url("share", rendered)).content.decode()
        secret = text.partition("/certificates/shared/")[2].partition("/")[0]
        assert page_of(secret).status_code == 200
        assert secret not in as_(wanjiru).get(url("share", rendered)).content.decode()
        assert Share.objects.get().digest == services.digest_of(secret)
        assert AuditEntry.objects.get(action="certificate_shared").person == wanjiru

    def test_is_for_the_holder_alone(self, rendered, as_, omar, halima, abdi):
        for who in (omar, halima, abdi):
            assert as_(who).post(url("share", rendered)).status_code == 404

    def test_has_an_end(self, rendered, as_, wanjiru, monkeypatch):
        monkeypatch.setattr(services, "MOST", 1)
        assert as_(wanjiru).post(url("share", rendered)).status_code == 200
        assert as_(wanjiru).post(url("share", rendered)).status_code == 422


class TestShowing:
    def test_shows_the_certificate_to_anybody_and_to_no_search_engine(self, rendered, secret):
        page = page_of(secret)
        text = page.content.decode()
        assert rendered.name in text and rendered.course in text and rendered.serial in text and "Valid" in text
        assert rendered.service_number not in text
        assert "<svg" in text and "This is to certify that" in text and "has completed the course" in text
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
        assert "no-store" in page["Cache-Control"]

    def test_says_that_it_was_revoked(self, rendered, secret, halima, now):
        certificates.revoke(certificate=rendered, why="Somebody else sat it.", by=halima, now=now)
        text = page_of(secret).content.decode()
        assert "<svg" not in text and "Revoked on" in text and "Somebody else" not in text

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"valid_until": "2020-01-31"}, "This certificate has expired"),
            ({"enrolment": None, "replaced_at": "2026-11-20T09:00Z"}, "This certificate was replaced"),
            ({}, "This certificate is valid"),
        ],
        ids=["expired", "replaced", "valid"],
    )
    def test_says_in_words_whether_it_holds_and_nothing_else_of_its_holder(self, rendered, secret, changes, said):
        type(rendered).objects.update(unit="Border post 7", issued_why="Her file was lost.", **changes)
        text = page_of(secret).content.decode()
        assert said in text and ("<svg" in text) == (not changes)
        for other in ("Border post 7", "Her file was lost.", rendered.service_number, rendered.sha256, "Cadet"):
            assert other not in text

    def test_shows_nothing_once_it_is_ended(self, rendered, secret, as_, wanjiru):
        address = reverse("certificates:share-end", args=[rendered.serial, Share.objects.get().pk])
        for _twice in range(2):
            assert as_(wanjiru).post(address).status_code == 302
        page = page_of(secret)
        assert page.status_code == 404 and rendered.name not in page.content.decode()
        assert "the link was ended" in page.content.decode()
        assert Client().get(reverse("certificates:shared-badge", args=[secret])).status_code == 404
        assert AuditEntry.objects.filter(action="certificate_share_ended").count() == 1

    def test_tells_a_guesser_nothing(self, rendered, secret, django_assert_num_queries):
        with django_assert_num_queries(1):
            page = page_of(secret[:-1] + "~")
        assert page.status_code == 404 and rendered.name not in page.content.decode()

    def test_an_address_that_guesses_has_to_wait(self, rendered, secret):
        statuses = [page_of(f"guess-{number}").status_code for number in range(MOST + 1)]
        assert statuses == [404] * MOST + [429] and page_of(secret).status_code == 429

    def test_ends_with_the_data_of_its_holder(self, rendered, secret):
        certificates.withdraw_papers(type(rendered).objects.all())
        assert page_of(secret).status_code == 404


class TestEnding:
    def test_is_for_the_holder_alone(self, rendered, secret, as_, omar, abdi):
        for who in (omar, abdi):
            address = reverse("certificates:share-end", args=[rendered.serial, Share.objects.get().pk])
            assert as_(who).post(address).status_code == 404
        assert page_of(secret).status_code == 200
