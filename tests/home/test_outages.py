"""What a request is told while the database is away or busy,
and that waiting for it is the lot of one request at a time.
"""

import sqlite3
import threading

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.http import HttpResponse

from certificates import serials
from home.operation import outages
from home.operation.outages import Outages


def failure(kind: type[DatabaseError], cause: Exception | None = None) -> DatabaseError:
    error = kind("password=secret")
    error.__cause__ = cause
    return error


def of_sqlite(name: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("password=secret")
    error.sqlite_errorname = name
    return error


@pytest.fixture
def answers(client, db, monkeypatch):
    """The answer to a request whose statements all fail in this way."""
    client.raise_request_exception = False

    def answer(error: Exception, accept: str = "text/html") -> HttpResponse:
        def fail(*_arguments):
            raise error

        with connection.execute_wrapper(fail):
            headers = {"Accept-Language": "fr", "Accept": accept}
            return client.get(f"/certificates/verify/{serials.draw()}/", headers=headers)

    return answer


class TestAnError:
    @pytest.mark.parametrize(
        "error",
        [
            failure(OperationalError, psycopg.OperationalError("the connection is lost")),
            failure(OperationalError, psycopg.errors.AdminShutdown()),
            failure(OperationalError, psycopg.errors.CannotConnectNow()),
            failure(OperationalError, psycopg.errors.TooManyConnections()),
            failure(InterfaceError),
        ],
    )
    def test_of_a_database_that_is_away_is_told_as_that(self, answers, error):
        answer = answers(error)
        assert (answer.status_code, answer["Retry-After"], answer.no_database) == (503, "5", True)
        assert "Réessayez" in answer.content.decode()
        assert "secret" not in answer.content.decode()

    def test_is_told_to_a_script_in_json(self, answers):
        answer = answers(failure(InterfaceError), "application/json")
        assert (answer.status_code, answer["Retry-After"], answer.no_database) == (503, "5", True)
        assert answer["Content-Type"] == "application/json" and answer["Cache-Control"] == "no-store"
        assert "Accept" in answer["Vary"] and set(answer.json()) == {"message"} and "secret" not in answer.text

    @pytest.mark.parametrize(
        "error",
        [
            failure(OperationalError, psycopg.errors.DeadlockDetected()),
            failure(OperationalError, of_sqlite("SQLITE_BUSY")),
            failure(OperationalError, of_sqlite("SQLITE_BUSY_SNAPSHOT")),
        ],
    )
    def test_of_one_that_is_busy_keeps_nobody_else_from_asking(self, answers, error):
        answer = answers(error)
        assert (answer.status_code, answer["Retry-After"], answer.no_database) == (503, "5", False)

    @pytest.mark.parametrize(
        "error",
        [
            failure(ProgrammingError, psycopg.errors.UndefinedTable()),
            failure(OperationalError, of_sqlite("SQLITE_ERROR")),
            RuntimeError(),
        ],
    )
    def test_that_does_not_pass_by_itself_stays_a_mistake_of_ours(self, answers, error):
        assert answers(error).status_code == 500

    @pytest.mark.parametrize("error", [psycopg.errors.DiskFull(), of_sqlite("SQLITE_FULL")])
    def test_of_a_disk_without_room_says_so(self, answers, error):
        assert answers(failure(OperationalError, error)).status_code == 507


@pytest.mark.skipif(connection.vendor != "sqlite", reason="One writer at a time")
@pytest.mark.django_db(transaction=True)
def test_who_waits_too_long_for_the_one_writer_is_told_to_try_again(as_, wanjiru):
    browser = as_(wanjiru)
    browser.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        assert browser.post("/language/", {"language": "fr"}).status_code == 503
        other.execute("ROLLBACK")
        assert browser.post("/language/", {"language": "fr"}).status_code == 302
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 20000")


class TestOutages:
    """The middleware over a view that waits for a database that does not come."""

    @pytest.fixture
    def outage(self, monkeypatch):
        monkeypatch.setattr(outages, "PAUSE", 0.0)
        return Outages(lambda request: request.view(request))

    @pytest.fixture
    def asks(self, rf, outage):
        def ask(view, path="/learn/") -> HttpResponse:
            request = rf.get(path)
            request.view = view
            return outage(request)

        return ask

    @staticmethod
    def away(_request) -> HttpResponse:
        response = HttpResponse(status=503)
        response.no_database = True
        return response

    def test_one_request_asks_while_all_others_are_answered_at_once(self, asks):
        asks(self.away)
        asking, let_go, waited = threading.Event(), threading.Event(), []

        def wait(request) -> HttpResponse:
            asking.set()
            assert let_go.wait(20)
            return self.away(request)

        thread = threading.Thread(target=lambda: waited.append(asks(wait).status_code))
        thread.start()
        assert asking.wait(20)
        assert [asks(pytest.fail).status_code for _ in range(20)] == [503] * 20
        let_go.set()
        thread.join()
        assert waited == [503]

    def test_nobody_asks_for_a_moment_after_nobody_was_there(self, asks, monkeypatch):
        monkeypatch.setattr(outages, "PAUSE", 3600.0)
        asks(self.away)
        assert asks(pytest.fail)["Retry-After"] == "5"

    def test_all_ask_again_once_it_is_back(self, asks):
        asks(self.away)
        assert asks(lambda _request: HttpResponse("one")).content == b"one"
        assert asks(lambda _request: asks(lambda _inner: HttpResponse("two"))).content == b"two"

    def test_health_looks_for_itself_and_lets_nobody_else_wait(self, asks, monkeypatch):
        asks(self.away)
        monkeypatch.setattr(outages, "PAUSE", 3600.0)
        assert asks(lambda _request: HttpResponse("found"), "/health/").content == b"found"
        assert asks(self.away, "/health/").status_code == 503
        assert asks(lambda _request: HttpResponse("one")).content == b"one"
