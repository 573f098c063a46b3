"""Which address a request comes from, whatever stands in its headers,
and what is said where PROXY_COUNT does not fit.
"""

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from lms.people.audit import client_address as addresses
from lms.people.audit.client_address import client_address
from lms.people.identity.sign_in import checks

SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _nothing_noted(monkeypatch):
    monkeypatch.setattr(addresses, "_noted", {})
    cache.delete(addresses.NOTE)
    yield
    cache.delete(addresses.NOTE)


@pytest.fixture
def asked(rf, settings):
    """The address of a request through `proxies`, with what stands in its header, from whoever is connected."""

    def ask(proxies: int, forwarded: str | None, peer: str = "127.0.0.1") -> str | None:
        settings.PROXY_COUNT = proxies
        headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
        return client_address(rf.get("/", REMOTE_ADDR=peer, **headers))

    return ask


class TestClientAddress:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "address"),
        [
            (1, "41.90.1.2", "41.90.1.2"),
            (1, "1.1.1.1, 41.90.1.2", "41.90.1.2"),
            (1, "1.1.1.1,2.2.2.2 ,41.90.1.2", "41.90.1.2"),
            (2, "41.90.1.2, 10.0.0.3", "41.90.1.2"),
            (2, "nonsense, 1.1.1.1, 41.90.1.2, 10.0.0.3", "41.90.1.2"),
            (1, "41.90.1.2:50123", "41.90.1.2"),
            (1, "::ffff:41.90.1.2", "41.90.1.2"),
            (1, "[2001:db8:1:2:3:4:5:6]:50123", "2001:db8:1:2::"),
            (1, "2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
            (1, "fe80::1%eth0", "fe80::"),
        ],
    )
    def test_is_the_nth_from_the_right_whatever_the_client_wrote_before_it(self, asked, proxies, forwarded, address):
        assert asked(proxies, forwarded) == address

    def test_is_whoever_is_connected_where_no_proxy_is_counted(self, asked):
        assert asked(0, None, "41.90.1.2") == "41.90.1.2"
        assert asked(0, "1.1.1.1", "41.90.1.2") == "41.90.1.2"
        assert asked(0, None, "127.0.0.1") == "127.0.0.1"
        assert cache.get(addresses.NOTE) is None

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "peer"),
        [
            (1, None, ""),
            (1, "", "10.0.0.3"),
            (2, "41.90.1.2", ""),
            (1, "41.90.1.2, unix:", ""),
            (1, "41.90.1.2, unknown", "127.0.0.1"),
            (1, "41.90.1.2, " + "9" * 10_000, "127.0.0.1"),
            (1, "41.90.1.2,", "127.0.0.1"),
            (0, None, ""),
            (0, "41.90.1.2", "127.0.0.1"),
        ],
    )
    def test_is_unknown_where_it_cannot_be_told_and_that_is_noted(self, asked, proxies, forwarded, peer):
        assert asked(proxies, forwarded, peer) is None
        assert addresses.proxy_problem()

    def test_a_probe_on_this_machine_passes_no_proxy_and_that_is_no_mistake(self, asked):
        assert asked(1, None, "127.0.0.1") is None
        assert addresses.proxy_problem() is None

    def test_a_request_that_a_program_made_came_from_nowhere(self, settings):
        settings.PROXY_COUNT = 1
        assert client_address(HttpRequest()) is None
        assert addresses.proxy_problem() is None

    def test_a_proxy_of_ours_that_was_not_counted_is_noted(self, asked):
        assert asked(1, "41.90.1.2, 10.0.0.3") == "10.0.0.3"
        assert addresses.proxy_problem() == addresses.NOT_COUNTED

    @given(st.text(max_size=300), st.integers(0, 3), st.text(max_size=60))
    def test_any_text_gives_an_address_or_none(self, forwarded, proxies, peer):
        with override_settings(PROXY_COUNT=proxies):
            found = client_address(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded))
        assert found is None or addresses.parse_address(found) is not None

    @given(st.text(max_size=300))
    def test_no_text_of_the_client_moves_what_our_proxy_added(self, invented):
        with override_settings(PROXY_COUNT=1):
            assert (
                client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"{invented}, 41.90.1.2")) == "41.90.1.2"
            )


class TestSigningInWithoutAnAddress:
    @pytest.fixture(autouse=True)
    def _behind_a_socket(self, settings):
        settings.AXES_FAILURE_LIMIT, settings.SIGN_IN_FAILURES_OF_AN_ADDRESS, settings.PROXY_COUNT = 4, 6, 1

    def _try(self, client, number):
        return client.post(SIGN_IN, {"username": number, "password": "wrong"}, REMOTE_ADDR="")

    def test_the_failures_of_all_together_lock_nobody_out(self, client, wanjiru):
        for number in range(20):
            assert self._try(client, f"KE-3{number:04}").status_code == 200
        assert (
            client.post(
                SIGN_IN, {"username": "KE-20377", "password": "a-password-for-tests"}, REMOTE_ADDR=""
            ).status_code
            == 302
        )

    def test_those_of_one_account_still_close_it(self, client, wanjiru):
        assert [self._try(client, "KE-20377").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert AccessAttempt.objects.get().failures_since_start == 4


class TestCheck:
    def test_says_where_tls_has_no_proxy_to_end_it(self, settings):
        settings.SECURE_SSL_REDIRECT, settings.PROXY_COUNT = True, 0
        assert [found.id for found in checks.proxies_are_counted(None)] == ["people.W001"]
        settings.PROXY_COUNT = 1
        assert checks.proxies_are_counted(None) == []

    def test_refuses_a_number_that_is_none(self, settings):
        settings.PROXY_COUNT = -1
        assert [found.id for found in checks.proxies_are_counted(None)] == ["people.E001"]
