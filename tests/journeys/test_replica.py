"""Reports read from a streaming replica of PostgreSQL, and from the database where the replica is behind or away."""

import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from lms.learning.progress.journal import services
from tests.bench.cluster import Cluster
from tests.conftest import make_person

from .test_outage import copied
from .web import Web

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replica"),
]
LIST, FILE = "/reports/completion/list/", "/reports/completion/csv/"


class Standby(Cluster):
    """A server that follows another one."""

    def start(self, primary: Cluster | None = None) -> None:
        if primary:
            self.folder.mkdir()
            if self.user:
                shutil.chown(self.folder, self.user, self.user)
            self._run("pg_basebackup", "-D", self.data, "-d", primary.url, "--write-recovery-conf", "-c", "fast")
        super().start()


@pytest.fixture
def servers():
    """A server that holds what the test's database holds, and one that follows it."""
    folder = Path(tempfile.mkdtemp(prefix="mafunzo-replica-"))
    folder.chmod(0o755)
    primary, standby = Cluster(folder / "primary"), Standby(folder / "standby")
    primary.start()
    copied(primary)
    standby.start(primary)
    yield primary, standby
    standby.stop()
    primary.stop()
    shutil.rmtree(folder, ignore_errors=True)


def session_of(person) -> str:
    client = Client()
    client.force_login(person, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def school(course, academy, halima, ugandan_coordinator):
    """Sessions of two coordinators, of whom the first has a learner."""
    services.enrol(people=[make_person("KE-9", "Makena Before", academy)], course=course, now=timezone.now())
    return session_of(halima), session_of(ugandan_coordinator)


def do(server: Cluster, statement: str) -> object:
    with psycopg.connect(server.url, autocommit=True) as asked:
        found = asked.execute(statement)
        return found.fetchone() if found.description else None


def eventually(happened: Callable[[], bool], *, meanwhile: Callable[[], object] = lambda: None) -> None:
    ends = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < ends
        meanwhile()
        time.sleep(0.2)


def test_reports_read_from_the_replica_as_long_as_it_follows(school, servers, tmp_path):
    (halima, nakato), (primary, standby) = school, servers
    web = Web(tmp_path, DATABASE_URL=primary.url, REPORTS_DATABASE_URL=standby.url)
    web.application = "tests.journeys.hasty_replica:application"

    def write() -> None:  # as workers do every half minute
        do(primary, "DELETE FROM home_heartbeat")
        do(primary, "INSERT INTO home_heartbeat (queue, seen_at) VALUES ('test', now())")

    def fault() -> str:
        answer = web.ask(halima, "GET", "/health/")
        part = json.loads(answer[2])["checks"]["reports_database"] if answer else {"problem": "no answer"}
        return part.get("problem", "")

    def page(session: str, path: str = LIST) -> str:
        status, _headers, body = web.ask(session, "GET", path)
        assert status == 200, body
        return body

    web.start()
    try:
        eventually(lambda: fault() == "", meanwhile=write)
        assert "Makena Before" in page(halima) and "Makena" not in page(nakato)

        do(standby, "SELECT pg_wal_replay_pause()")
        do(primary, "UPDATE people_user SET name = 'Makena After' WHERE service_number = 'KE-9'")
        assert "Makena Before" in page(halima), "it is read from the replica"
        assert "Makena" not in page(nakato)
        do(
            primary,
            "DELETE FROM people_membership WHERE user_id = (SELECT id FROM people_user WHERE service_number = 'UG-1')",
        )
        assert web.ask(nakato, "GET", LIST)[0] == 404, "rights are not read from the replica"

        eventually(lambda: fault() == "it is more than 4 s behind")
        eventually(lambda: "Makena After" in page(halima))  # each process of the site looks for itself

        do(standby, "SELECT pg_wal_replay_resume()")
        eventually(lambda: fault() == "", meanwhile=write)
        assert "Makena After" in page(halima)
        exported = "SELECT count(*) FROM people_auditentry WHERE action = 'report_exported'"
        (before,) = do(primary, exported)
        assert "Trafficking" in page(halima, FILE) or page(halima, FILE)
        assert do(primary, exported)[0] > before

        standby.stop()
        began = time.monotonic()
        assert "Makena After" in page(halima), "what fails is read once more from the database"
        assert time.monotonic() - began < 15
        eventually(lambda: fault() == "it cannot be reached")
        assert "Makena After" in page(halima)
        standby.start()
        eventually(lambda: fault() == "", meanwhile=write)
    finally:
        web.kill()
    log = (tmp_path / "web.log").read_text()
    assert "reports_replica" in log and "Traceback" not in log


def test_a_database_that_follows_no_other_is_not_read(school, servers, tmp_path):
    (halima, _nakato), (primary, _standby) = school, servers
    web = Web(tmp_path, DATABASE_URL=primary.url, REPORTS_DATABASE_URL=primary.url)
    web.start()
    try:
        eventually(lambda: (web.ask(halima, "GET", LIST) or [0])[0] == 200)
        parts = json.loads(web.ask(halima, "GET", "/health/")[2])["checks"]
        assert parts["reports_database"]["problem"] == "it follows no other database"
    finally:
        web.kill()
