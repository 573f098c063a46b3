"""PostgreSQL is stopped and started again: meanwhile a quick “try again”, afterwards service as before,
and no answer is lost.
"""

import os
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal import services
from lms.learning.progress.models import Enrolment
from tests.bench.cluster import Cluster

from .web import QUIZ, Web, address_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is no server that could be stopped"),
]
AWAY = float(os.environ.get("OUTAGE_SECONDS", "8"))
PATIENCE = 15
"""Seconds after which a client has given up: half of what a pool makes it wait by default."""


@pytest.fixture
def cluster():
    """A server of the test's own that holds what the test's database holds."""
    folder = Path(tempfile.mkdtemp(prefix="mafunzo-cluster-"))
    folder.chmod(0o755)
    cluster = Cluster(folder / "server")
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(folder, ignore_errors=True)


def copied(cluster) -> str:
    """The address of a copy of the test's database there."""
    dump = subprocess.run(
        [cluster.programs / "pg_dump", "--no-owner", address_of(connection)], capture_output=True, check=True
    )
    command = [cluster.programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", cluster.url]
    subprocess.run(command, input=dump.stdout, capture_output=True, check=True)
    return cluster.url


@pytest.fixture
def sitting(learners):
    """Eight of them have begun: (attempt, session)."""
    begun = []
    for person, session in learners[:8]:
        enrolment = Enrolment.objects.get(learner=person)
        entry = enrolment.release.outline.activities[-1]
        attempt = services.begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=timezone.now(), language="en")
        begun.append((attempt, session))
    return begun


def answer(attempt) -> tuple[dict, dict]:
    """A form with an answer, and what is stored of it."""
    item = attempt.form["items"][0]
    return {"event_id": uuid7(), f"q:{item['id']}": item["order"][0]}, {item["id"]: [item["order"][0]]}


def test_an_outage_of_the_database_is_a_quick_try_again_and_costs_no_answer(sitting, cluster, tmp_path):
    web = Web(tmp_path, DATABASE_URL=copied(cluster))
    web.start()
    try:
        assert [web.insist(session, QUIZ, answer(attempt)[0]) for attempt, session in sitting] == [204] * len(sitting)
        cluster.stop()
        refused = meanwhile(web, [session for _attempt, session in sitting])
        cluster.start()
        back = time.monotonic()
        assert [web.insist(session, QUIZ, answer(attempt)[0]) for attempt, session in sitting] == [204] * len(sitting)
        print(
            f"{len(refused)} were told to try again; all answered {time.monotonic() - back:.1f} s after the server "
            "was back"
        )
    finally:
        web.kill()
    assert {found and found[0] for found in refused} == {503}, "nobody waited until they gave up"
    for _status, headers, body in refused:
        assert headers["Retry-After"] == "5"
        assert "Try again" in body
    with psycopg.connect(cluster.url) as kept:
        states = dict(kept.execute("SELECT id, state->'responses' FROM progress_attempt").fetchall())
    assert states == {attempt.pk: answer(attempt)[1] for attempt, _session in sitting}


def meanwhile(web, sessions):
    """What everybody is answered who asks, again and again, while the database is away."""
    ends, answers = time.monotonic() + AWAY, []
    with ThreadPoolExecutor(len(sessions)) as pool:
        while time.monotonic() < ends:
            answers += pool.map(lambda session: web.ask(session, "GET", QUIZ, patience=PATIENCE), sessions)
    return answers
