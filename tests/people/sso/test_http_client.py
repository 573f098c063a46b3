"""Where the server may be sent by an address that an administrator types."""

import contextlib
import socket
import threading
import time

import pytest

from lms.people.identity.sso.http import allowed_hosts, client
from lms.people.identity.sso.http.client import Unreachable, fetch


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org\\@127.0.0.1/",
        "https://ex\u00e4mple.org/",
        "https://example.org/\r\nHost: x",
        "https://[::1",
        "x" * 3000,
        "",
    ],
)
def test_an_address_of_another_kind_is_not_asked(url):
    with pytest.raises(Unreachable):
        fetch(url)


INSIDE = """
127.0.0.1 localhost 2130706433 0x7f.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 224.0.0.1
240.0.0.1 [::1] [::] [fc00::1] [fe80::1] [::ffff:127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::]
"""


@pytest.mark.parametrize("host", INSIDE.split())
def test_no_host_inside_is_asked(host):
    with pytest.raises(Unreachable, match=r"not public|No answer"):
        fetch(f"https://{host}/")


def test_a_name_that_has_one_address_inside_is_not_asked(monkeypatch):
    found = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)
    with pytest.raises(Unreachable, match="not public"):
        fetch("https://idp.example.org/")


def test_a_host_that_is_named_may_be_inside_but_over_http_only_on_this_machine(settings, monkeypatch):
    settings.SIGN_ON_INTERNAL_HOSTS = ["idp.inside"]
    found = [(2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_named: found)
    assert allowed_hosts.resolve(allowed_hosts.split("https://IDP.inside/"))
    with pytest.raises(allowed_hosts.NotAllowed):
        allowed_hosts.resolve(allowed_hosts.split("http://idp.inside/"))


@pytest.fixture
def answering(settings):
    """A server that writes what it is given to whoever connects, slowly where it is told so."""
    settings.SIGN_ON_INTERNAL_HOSTS = ["127.0.0.1"]
    server = socket.create_server(("127.0.0.1", 0))

    def answer(*parts: bytes, pause: float = 0) -> str:
        def serve() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(10_000)
                for part in parts:
                    try:
                        connection.sendall(part)
                    except OSError:
                        return
                    time.sleep(pause)

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/"

    with server:
        yield answer


def test_nobody_is_followed_elsewhere(answering):
    with pytest.raises(Unreachable, match="sends on"):
        fetch(answering(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"))


def test_what_is_too_long_is_not_read(answering):
    with pytest.raises(Unreachable, match="too long"):
        fetch(answering(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (client.MOST_BYTES + 1)))


def test_what_comes_too_slowly_is_cut(answering, monkeypatch):
    monkeypatch.setattr(client, "ALTOGETHER", 0.3)
    began = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(answering(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *[b"x"] * 30, pause=0.1))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + b"x"])
def test_nonsense_is_no_fault(answering, said):
    with contextlib.suppress(Unreachable):
        assert fetch(answering(said)).status == 200
