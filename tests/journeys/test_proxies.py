"""Behind none, one and two real proxies each client is counted by its own address,
whatever it writes into the headers.
"""

import http.client
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache

from certificates import serials
from lms.people.audit import client_address as addresses
from tests.conftest import PASSWORD
from tests.nginx import forwarding, needed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
TOKEN = "k" * 32
CLIENTS = ("127.0.0.21", "127.0.0.22")
"""Two clients on this machine: every address of 127.0.0.0/8 is ours to connect from."""


class Client:
    """Asks `port` from an address of its own."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address

    def ask(self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None) -> int:
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(self.address, 0))
        try:
            talk.request(method, path, body, {"Host": "localhost", **(headers or {})})
            return talk.getresponse().status
        finally:
            talk.close()

    def sign_in(self, number: str, password: str, **headers: str) -> int:
        fields = urlencode({"username": number, "password": password})
        form = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        return self.ask("POST", "/sign-in/", fields, form | headers)

    def verify(self, serial: str) -> int:
        return self.ask("GET", f"/certificates/verify/{serial}/")


@pytest.fixture(params=[0, 1, 2])
def port(request, live_server, settings, tmp_path, monkeypatch):
    """Where clients ask, in front of as many proxies as PROXY_COUNT says."""
    monkeypatch.setattr(addresses, "_noted", {})
    cache.clear()
    settings.PROXY_COUNT = request.param
    settings.AXES_FAILURE_LIMIT, settings.SIGN_IN_FAILURES_OF_AN_ADDRESS = 4, 6
    if request.param:
        needed()
    with ExitStack() as stack:
        port = live_server.thread.port
        for number in range(request.param):
            nginx, port_before = forwarding(tmp_path / f"nginx-{number}", to=f"127.0.0.1:{port}")
            stack.enter_context(nginx)
            port = port_before
        yield port
    cache.clear()


def test_one_client_s_failures_lock_out_that_client_alone(port, wanjiru, settings):
    guesser, cadet = (Client(port, address) for address in CLIENTS)
    for number in range(5):
        invented = (
            {"X-Forwarded-For": f"10.9.{number}.1", "X-Real-IP": f"10.9.{number}.1"} if settings.PROXY_COUNT else {}
        )
        assert guesser.sign_in(f"KE-3{number:04}", "wrong", **invented) == 200
    assert guesser.sign_in("KE-39999", "wrong") == 429
    assert guesser.sign_in("KE-20377", PASSWORD) == 429
    assert cadet.sign_in("KE-20377", PASSWORD) == 302
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {CLIENTS[0]}


def test_one_client_s_look_ups_make_that_client_wait_alone(port, monkeypatch):
    monkeypatch.setattr("certificates.views.MOST", 3)
    guesser, police = (Client(port, address) for address in CLIENTS)
    assert [guesser.verify(serials.draw()) for _ in range(4)] == [404, 404, 404, 429]
    assert police.verify(serials.draw()) == 404


def test_a_header_without_end_and_one_of_rubbish_are_answered(port, wanjiru):
    client = Client(port, CLIENTS[0])
    assert client.sign_in("KE-20377", "wrong", **{"X-Forwarded-For": "x" * 10_240}) in (200, 400, 431)
    assert client.sign_in("KE-20377", "wrong", **{"X-Forwarded-For": "::1]:99, [[, %%%, \t"}) == 200
    assert client.sign_in("KE-20377", PASSWORD, X_Forwarded_For="10.9.9.9") == 302
