"""What the person who runs it relies on: a bucket holds the files,
and a backup made by the documented commands comes back whole.
"""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from redis import Redis
from redis.exceptions import AuthenticationError

from lms.learning.progress.models import Event
from lms.people.directory.models import User
from tests.builders import complete
from tests.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[2]
MANUAL = (ROOT / "docs" / "run" / "backup-and-upgrade.md").read_text()
ENDED = re.findall(r"`manage\.py (end_sessions --all)`", MANUAL)[0].split()


def documented(database: str) -> tuple[str, str]:
    """The commands of the manual that back up and restore `database`."""
    row = next(line for line in MANUAL.splitlines() if line.startswith(f"| {database} |"))
    commands = re.findall(r"`([^`]*)`", row)
    return commands[0], commands[1]


def run(command: str, **environment: str) -> None:
    done = subprocess.run(
        command,
        shell=True,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr


def manage(*arguments: str, **environment: str) -> str:
    clean = {"TEST_ON": "", "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "REDIS_URL": "", **environment}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **clean}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def trained(transactional_db, enrolment, now):
    complete(enrolment, now=now)
    Client().force_login(enrolment.learner, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    return {"people": User.objects.count(), "events": Event.objects.count()}


def restored(**environment: str) -> str:
    """What the commands of the manual say of a copy, and how many people and events are in it."""
    code = (
        "from django.core.management import call_command; "
        "from lms.people.directory.models import User; "
        "from lms.learning.progress.models.records import Event; "
        "call_command('migrate', verbosity=0); "
        f"call_command(*{ENDED}); "
        "call_command('rebuild_progress', check=True); "
        "print(User.objects.count(), Event.objects.count())"
    )
    return manage("shell", "--no-imports", "-c", code, **environment)


def assert_whole(said: str, trained: dict[str, int]) -> None:
    assert "Sessions of 1 people ended." in said
    assert "0 rows differ" in said
    assert said.splitlines()[-1] == f"{trained['people']} {trained['events']}"


class TestRestoring:
    @pytest.mark.skipif(connection.vendor != "postgresql", reason="the same on PostgreSQL")
    @pytest.mark.skipif(shutil.which("pg_dump") is None, reason="pg_dump is not installed")
    def test_a_dump_of_postgresql_comes_back_whole(self, trained, tmp_path):
        backup, restore = documented("PostgreSQL")
        server = os.environ["TEST_DATABASE_URL"].rpartition("/")[0]
        name = f"restored_{uuid4().hex[:12]}"
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        try:
            here = {"DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}"}
            there = {"DATABASE_URL": f"{server}/{name}", "MAFUNZO_DATA": str(tmp_path)}
            run(f"cd {tmp_path} && {backup}", **here)
            assert stat.S_IMODE((tmp_path / "mafunzo.dump").stat().st_mode) == 0o600
            run(f"cd {tmp_path} && {restore}", **there)
            assert_whole(restored(**there), trained)
        finally:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    @pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on SQLite")
    def test_a_copy_of_sqlite_comes_back_whole(self, trained, tmp_path):
        backup, _in_words = documented("SQLite")
        served, copies = tmp_path / "served", tmp_path / "copies"
        served.mkdir()
        copies.mkdir()
        with (
            sqlite3.connect(connection.settings_dict["NAME"]) as source,
            sqlite3.connect(served / "mafunzo.sqlite3") as target,
        ):
            source.backup(target)
        run(f"cd {served} && {backup}")
        assert stat.S_IMODE((served / "copy.sqlite3").stat().st_mode) == 0o600
        (served / "copy.sqlite3").rename(copies / "mafunzo.sqlite3")
        there = {"DATABASE_URL": "", "MAFUNZO_DATA": str(copies)}
        assert_whole(restored(**there), trained)


@pytest.fixture(scope="module")
def bucket():
    """An S3 service of its own on loopback, with one bucket."""
    boto3, moto = pytest.importorskip("boto3"), pytest.importorskip("moto.server")
    server = moto.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
    boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket="mafunzo")
    environment = {
        "S3_BUCKET": "mafunzo",
        "S3_ENDPOINT": address,
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
    }
    yield environment, boto3.resource("s3", endpoint_url=address, **keys).Bucket("mafunzo")
    server.stop()


@pytest.mark.once
def test_files_live_in_a_bucket_as_they_do_on_disk(bucket, tmp_path):
    """The tests that render, keep and send files, once more with the bucket in place of the folder."""
    environment, kept = bucket
    chosen = [
        "certificates/test_views.py",
        "courses/test_rendering.py",
        "courses/test_admin_files.py",
        "home/test_landing_and_health.py",
    ]
    about_files = "(TestPdf and not where_no_web_server) or image or document or media or file or all_is_up"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:cacheprovider",
        "--show-capture=no",
        "-k",
        about_files,
        *(f"tests/{name}" for name in chosen),
    ]
    own = {"TEST_DATA": str(tmp_path), "TEST_ON": "sqlite", **environment}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=inherited | own, capture_output=True, text=True, timeout=400)

    assert done.returncode == 0, done.stdout[-4000:]
    names = {item.key.partition("/")[0] for item in kept.objects.all()}
    assert {"certificates", "kept"} <= names
    assert not (tmp_path / "private" / "certificates").exists()


def states(redis: str, folder: Path) -> list[str]:
    """What `/health/` finds of broker, cache and database."""
    code = (
        "from django.utils import timezone; import home.operation.health as h; "
        "from lms.foundation.plugins import health; "
        "f = health.findings(timezone.now()); print(f['broker'].status, f['cache'].status, f['database'].status)"
    )
    said = manage("shell", "--no-imports", "-c", code, REDIS_URL=redis, DATABASE_URL="", MAFUNZO_DATA=str(folder))
    return said.split()[-3:]


def test_a_broker_that_is_away_is_said_to_be_down(tmp_path):
    assert states("redis://127.0.0.1:1/0", tmp_path) == ["down", "down", "up"]


@pytest.mark.once
def test_redis_is_asked_with_a_password_and_by_a_socket(tmp_path):
    socket = tmp_path / "redis.sock"
    with RedisServer(tmp_path, "--requirepass", "secret", "--unixsocket", str(socket)) as server:
        assert states(server.url.replace("://", "://:secret@"), tmp_path) == ["up", "up", "up"]
        assert states(f"unix://:secret@{socket}?db=1", tmp_path) == ["up", "up", "up"]
        with pytest.raises(AuthenticationError):
            Redis.from_url(server.url).ping()
