"""Links by which holders show a certificate: made, shown to anybody, ended; a guesser learns nothing."""

from datetime import timedelta

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
    now = timezone.now()
    return services.share(certificate=rendered, ends_on=None, today=timezone.localdate(), now=now)


def page_of(secret: str):
    return Client().get(reverse("certificates:shared", args=[secret]))


class TestMaking:
    def test_shows_the_link_once_and_keeps_no_secret(self, rendered, as_, wanjiru):
        text = as_(wanjiru).post(url("share", rendered), {"ends_on": ""}).content.decode()
        secret = text.partition("/certificates/shared/")[2].partition("/")[0]
        assert page_of(secret).status_code == 200
        assert secret not in as_(wanjiru).get(url("share", rendered)).content.decode()
        assert Share.objects.get().digest == services.digest_of(secret)
        assert AuditEntry.objects.get(action="certificate_shared").person == wanjiru

    @pytest.mark.parametrize("day", ["2020-01-31", "soon"])
    def test_refuses_a_last_day_that_is_none(self, rendered, as_, wanjiru, day):
        assert as_(wanjiru).post(url("share", rendered), {"ends_on": day}).status_code == 422
        assert not Share.objects.exists()

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
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex", "no-referrer")
        assert "no-store" in page["Cache-Control"]

    def test_says_that_it_was_revoked(self, rendered, secret, halima, now):
        certificates.revoke(certificate=rendered, why="Somebody else sat it.", by=halima, now=now)
        text = page_of(secret).content.decode()
        assert "Revoked on" in text and "Somebody else" not in text

    def test_says_when_it_was_ended_and_nothing_else(self, rendered, secret, as_, wanjiru):
        link = Share.objects.get()
        as_(wanjiru).post(reverse("certificates:share-end", args=[rendered.serial, link.pk]))
        page = page_of(secret)
        assert page.status_code == 410 and rendered.name not in page.content.decode()
        assert "This link was ended on" in page.content.decode()

    def test_is_over_after_its_last_day(self, rendered, secret):
        Share.objects.update(ends_on=timezone.localdate())
        assert page_of(secret).status_code == 200
        Share.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
        assert page_of(secret).status_code == 410
        assert Client().get(reverse("certificates:shared-badge", args=[secret])).status_code == 410

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

    def test_twice_is_once(self, rendered, secret, now):
        link = Share.objects.get()
        services.end(link=link, now=now)
        services.end(link=link, now=now + timedelta(days=1))
        assert Share.objects.get().ended_at == now
        assert AuditEntry.objects.filter(action="certificate_share_ended").count() == 1

    def test_is_forgotten_after_a_year(self, rendered, secret, now):
        services.end(link=Share.objects.get(), now=now)
        assert services.delete_old(now=now + timedelta(days=364)) == 0
        assert services.delete_old(now=now + timedelta(days=366)) == 1
