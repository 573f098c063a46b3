"""Bodies of requests that end too early, met by gunicorn itself on a real socket: nothing of them is stored,
whichever form they are.
"""

import socket
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, RequestFactory
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.sync import SyncWorker
from hypothesis import given
from hypothesis import strategies as st

from home.operation.wsgi import TruncatedBody, WholeBody
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Attempt, Event

QUIZ = "/learn/trafficking/trafficking-quiz/"
TOKEN = "k" * 32
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=limit"


class Gunicorn(BaseApplication):
    """A worker of gunicorn with the application that it serves in production, in this process:
    it sees what the test has written.
    """

    def __init__(self):
        super().__init__()
        from lms.wsgi import application

        self.listener = socket.create_server(("127.0.0.1", 0))
        self.worker = SyncWorker(0, 0, [self.listener], self, 30, self.cfg, Logger(self.cfg))
        self.worker.wsgi = application

    def load_config(self):
        self.cfg.set("loglevel", "critical")

    def send(self, session, path, sent, *, kind=FORM, length=None, token=TOKEN, more=()) -> int:
        """The status of the answer to a POST that says it is `length` bytes long, of which `sent` arrive."""
        headers = [
            f"POST {path} HTTP/1.1",
            "Host: localhost",
            f"Content-Type: {kind}",
            "X-Requested-With: fetch",
            f"X-CSRFToken: {token}",
            f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            *(more or [f"Content-Length: {len(sent) if length is None else length}"]),
            "",
            "",
        ]
        with socket.create_connection(self.listener.getsockname(), timeout=30) as browser:
            connection, address = self.listener.accept()
            browser.sendall("\r\n".join(headers).encode() + sent)
            browser.shutdown(socket.SHUT_WR)
            self.worker.handle(self.listener, connection, address)
            return int(browser.makefile("rb").readline().split()[1])

    def close(self):
        self.listener.close()
        self.worker.tmp.close()


@pytest.fixture
def gunicorn(settings):
    """It leaves the connection to the database open after a request, as Django's own test client does."""
    settings.ALLOWED_HOSTS, settings.DEBUG = ["localhost"], False
    server, ends = Gunicorn(), (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield server
    for signal in ends:
        signal.connect(close_old_connections)
    server.close()


@pytest.fixture
def session(wanjiru) -> str:
    client = Client()
    client.force_login(wanjiru, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def attempt(enrolment, now) -> Attempt:
    entry = enrolment.release.outline.by_slug("trafficking-quiz")
    return services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language="en")


@pytest.fixture
def fields(attempt) -> list[tuple[str, str]]:
    """An answer to each question and a flag, behind the id of the event."""
    chosen = [(f"q:{item['id']}", option) for item in attempt.form["items"] for option in item["order"][:1]]
    return [
        ("csrfmiddlewaretoken", TOKEN),
        ("event_id", str(uuid7())),
        *chosen,
        ("flag", attempt.form["items"][0]["id"]),
    ]


def in_parts(fields) -> bytes:
    parts = [f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    return "".join([*parts, "--limit--\r\n"]).encode()


@pytest.mark.parametrize(("kind", "written"), [(FORM, lambda fields: urlencode(fields).encode()), (PARTS, in_parts)])
@pytest.mark.parametrize("token", [TOKEN, ""], ids=["token in a header", "token in the form"])
def test_an_answer_that_was_cut_anywhere_is_refused_and_stored_when_it_comes_whole(
    gunicorn, session, attempt, fields, kind, written, token
):
    body = written(fields)
    for end in range(0, len(body), 3):
        assert gunicorn.send(session, QUIZ, body[:end], kind=kind, length=len(body), token=token) == 400
    assert gunicorn.send(session, QUIZ, body[:-1], kind=kind, length=len(body), token=token) == 400
    assert Event.objects.filter(attempt=attempt).count() == 1

    assert gunicorn.send(session, QUIZ, body, kind=kind, token=token) == 204
    stored = Event.objects.get(attempt=attempt, verb="answered")
    assert stored.data == {name: [value] for name, value in fields[2:]}


class Reset(BytesIO):
    """A connection that the other side resets."""

    def read(self, size=-1):
        raise ConnectionResetError


def test_a_form_whose_connection_was_reset_is_not_an_empty_form(gunicorn, session):
    factory = RequestFactory(
        headers={"cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"}
    )
    environ = factory.post("/sign-out/", {"next": "/"}, headers={"host": "localhost", "X-CSRFToken": TOKEN}).environ
    answers = []
    gunicorn.worker.wsgi({**environ, "wsgi.input": Reset()}, lambda status, _headers: answers.append(status))
    assert answers == ["400 Bad Request"]


def test_a_button_without_fields_is_not_pressed_by_a_body_that_never_came(gunicorn, session, wanjiru, attempt):
    body = urlencode([("next", "/")]).encode()
    assert gunicorn.send(session, "/sign-out/", body[:-1], length=len(body)) == 400
    assert gunicorn.send(session, QUIZ, urlencode([("event_id", uuid7()), ("submit", "1")]).encode()) == 204


def test_a_body_of_unknown_length_is_refused(gunicorn, session, enrolment):
    body = urlencode([("event_id", uuid7())]).encode()
    chunk = b"%x\r\n%s\r\n" % (len(body), body)
    for sent in (chunk + b"0\r\n\r\n", chunk, chunk[:10]):
        assert gunicorn.send(session, f"{QUIZ}start/", sent, more=["Transfer-Encoding: chunked"]) == 411
    assert not Attempt.objects.exists()


class Drops:
    """A stream that gives a few bytes at a time, as a slow connection does."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = BytesIO(data), step

    def read(self, size: int) -> bytes:
        return self._data.read(min(size, self._step))

    def readline(self, size: int) -> bytes:
        return self._data.readline(min(size, self._step))


@pytest.mark.once
@given(
    st.binary(max_size=60).map(lambda data: data.replace(b"\x01", b"\n")),
    st.integers(1, 9),
    st.integers(0, 9),
    st.lists(st.integers(-1, 20), max_size=9),
)
def test_a_body_is_given_whole_or_not_at_all(data, step, missing, sizes):
    reads = [lambda body, size=size: body.read(size) for size in sizes]
    lines = [lambda body, size=size: body.readline(size) for size in sizes]
    for calls in (reads, lines, [*reads, lambda body: b"".join(body)], [lambda body: b"".join(body.readlines())]):
        body, got = WholeBody(Drops(data, step), len(data) + missing), b""
        try:
            for call in [*calls, WholeBody.read]:
                got += call(body)
        except TruncatedBody:
            assert missing
        else:
            assert got == data and not missing
