"""Steps of docs/run/growing.md by real processes: a pooler, a second host, more workers."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from certificates.models import Certificate
from lms.learning.progress.models import Attempt, Enrolment
from tests.bench.cluster import free_port
from tests.builders import complete
from tests.redis_server import RedisServer

from .test_outage import answer, sitting
from .web import QUIZ, ROOT, Web

__all__ = ["sitting"]
pytestmark = [
    pytest.mark.sweep,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="one file is for one machine"),
]
POOL = 3
PGBOUNCER = """
[databases]
mafunzo = host={HOST} port={PORT} dbname={NAME} user={USER}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
max_prepared_statements = 200
default_pool_size = {pool}
"""


@pytest.fixture
def pooler(tmp_path):
    """The address of a PgBouncer that pools transactions, with few connections to the database."""
    program = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if program is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Install PgBouncer (Debian: pgbouncer).")
    port = free_port()
    file = Path(tempfile.gettempdir()) / f"pooler-{port}.ini"  # which the server's user reads
    file.write_text(PGBOUNCER.format(**connection.settings_dict, port=port, pool=POOL))
    file.chmod(0o644)
    user = "postgres" if os.geteuid() == 0 else None
    with (tmp_path / "pooler.log").open("w") as log:
        running = subprocess.Popen([program, file], user=user, stdout=log, stderr=log, cwd="/")
    yield f"postgres://{connection.settings_dict['USER']}@127.0.0.1:{port}/mafunzo"
    running.terminate()
    running.wait(20)
    file.unlink()


def backends() -> int:
    """Connections to this database, but for the test's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_behind_a_pooler_of_transactions_many_threads_share_few_connections(sitting, pooler, tmp_path):
    before = backends()
    web = Web(tmp_path, DATABASE_URL=pooler, DATABASE_OPTIONS="")
    web.start()
    try:
        with ThreadPoolExecutor(8) as pool:
            for _round in range(5):
                answers = set(pool.map(lambda one: web.insist(one[1], QUIZ, answer(one[0])[0]), sitting))
                pages = set(pool.map(lambda one: web.ask(one[1], "GET", QUIZ)[0], sitting))
                assert (answers, pages, backends() - before <= POOL) == ({204}, {200}, True)
    finally:
        web.kill()
    assert "Traceback" not in (tmp_path / "web.log").read_text()
    assert [bool(attempt.state["responses"]) for attempt in Attempt.objects.all()] == [True] * len(sitting)


@pytest.fixture
def shared(tmp_path):
    """Settings that two hosts share beside the database: Redis, a bucket, and the keys of certificates."""
    boto3, moto = pytest.importorskip("boto3"), pytest.importorskip("moto.server")
    redis, bucket = RedisServer(tmp_path), moto.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    redis.start()
    bucket.start()
    host, port = bucket.get_host_and_port()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=f"http://{host}:{port}", **keys).create_bucket(Bucket="mafunzo")
    yield {
        "REDIS_URL": redis.url,
        "S3_BUCKET": "mafunzo",
        "S3_ENDPOINT": f"http://{host}:{port}",
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
        "CERTIFICATE_KEYS": str(tmp_path / "keys"),
    }
    bucket.stop()
    redis.stop()


@contextmanager
def workers(folder: Path, environment: dict[str, str], number: int):
    """So many workers of the queue of work, each on a host of its own."""
    with (folder / "workers.log").open("w") as log:
        command = [sys.executable, "-m", "celery", "-A", "lms", "worker", "--concurrency", "1", "--loglevel", "INFO"]
        running = [
            subprocess.Popen(
                [*command, "--queues", "celery", "--hostname", f"worker@host{one}"],
                cwd=ROOT,
                env={**environment, "MAFUNZO_DATA": str(folder / f"host{one}"), "LOG_LEVEL": "INFO"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            for one in range(number)
        ]
        yield
        for process in running:
            process.terminate()
        for process in running:
            process.wait(30)


def test_two_hosts_are_one_site_and_their_workers_share_the_work(sitting, learners, shared, tmp_path):
    completed = learners[8:24]
    for person, _session in completed:
        complete(Enrolment.objects.get(learner=person), now=timezone.now())
    # Made in this process, which has no bucket, they wait for the workers again.
    waiting = {"status": "pending", "pdf": "", "sha256": "", "statement": "", "tries": 0, "rendered_at": None}
    Certificate.objects.update(**waiting)
    hosts = []
    for name in ("host0", "host1"):
        (tmp_path / name).mkdir()
        hosts.append(Web(tmp_path / name, **shared))
        hosts[-1].start()
    queue = "from certificates.models import Certificate as C; from certificates.tasks import render_certificate as r; "
    queue += "[r.delay(pk) for pk in C.objects.pending().values_list('pk', flat=True)]"
    commands = [("certificates", "key", "make"), ("shell", "--no-imports", "-c", queue)]
    try:
        with workers(tmp_path, hosts[0].environment, 2):
            for command in commands:
                subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=hosts[0].environment, check=True)
            ends = time.monotonic() + 120
            while Certificate.objects.pending().exists():
                assert time.monotonic() < ends, (tmp_path / "workers.log").read_text()[-3000:]
                time.sleep(0.2)
        for person, session in completed:
            serial = Certificate.objects.get(enrolment__learner=person).serial
            files = [web.ask(session, "GET", f"/certificates/{serial}/pdf/") for web in hosts]
            assert [(status, body[:5]) for status, _headers, body in files] == [(200, "%PDF-")] * 2
        for number, (attempt, session) in enumerate(sitting):
            there, elsewhere = hosts[number % 2], hosts[1 - number % 2]
            assert there.insist(session, QUIZ, answer(attempt)[0]) == 204
            assert elsewhere.ask(session, "GET", QUIZ)[0] == 200
    finally:
        for web in hosts:
            web.kill()
    log = (tmp_path / "workers.log").read_text()
    assert "Traceback" not in log
    assert not list(tmp_path.glob("host*/private/certificates/*")), "files are in the bucket"
