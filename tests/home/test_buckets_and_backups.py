"""A bucket holds the files and the backups, as folders do; Redis is asked as it is set."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from home.backups.encryption import make_key
from tests import databases
from tests.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[2]


def manage(*arguments: str, **environment: str) -> str:
    clean = {"TEST_ON": "", "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "REDIS_URL": "", **environment}
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **clean}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


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
        "certificates/test_ceremony.py",
        "certificates/test_views.py",
        "courses/test_rendering.py",
        "courses/test_admin_files.py",
        "home/test_landing_and_health.py",
    ]
    about_files = "(TestPdf and not where_no_web_server) or TestTheFiles or TestParts or all_is_up"
    about_files += " or image or document or media or file"
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
    own = {"TEST_DATA": str(tmp_path), "TEST_ON": "sqlite", "TEST_EACH": "", **environment}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(command, cwd=ROOT, env=inherited | own, capture_output=True, text=True, timeout=400)

    assert done.returncode == 0, done.stdout[-4000:]
    names = {item.key.partition("/")[0] for item in kept.objects.all()}
    assert {"certificates", "kept"} <= names
    assert not (tmp_path / "private" / "certificates").exists()


@pytest.mark.once
def test_a_backup_of_a_bucket_in_a_bucket_comes_back_whole(bucket, tmp_path):
    environment, files = bucket
    files.objects.all().delete()
    film = os.urandom(9_000_000)
    files.put_object(Key="media/film.mp4", Body=film)
    shutil.copy(databases.made_for_sqlite(), tmp_path / "mafunzo.sqlite3")
    host = environment["S3_ENDPOINT"].removeprefix("http://")
    own = {
        **environment,
        "MAFUNZO_DATA": str(tmp_path),
        "DATABASE_URL": "",
        "BACKUP_TO": f"s3+http://key:secret@{host}/mafunzo-backups/site",
        "BACKUP_KEY": make_key(tmp_path.with_name("key")),
        "DJANGO_SUPERUSER_PASSWORD": "a-password-for-tests",
    }
    manage("createsuperuser", "--no-input", "--service_number=KE-1", "--name=Amina", **own)
    client = files.meta.client
    client.create_bucket(Bucket="mafunzo-backups")
    assert manage("backup", **own).startswith("mafunzo_127.0.0.1-8000_")

    files.objects.all().delete()
    there = {**own, "MAFUNZO_DATA": str(tmp_path.with_name("there"))}
    key = str(tmp_path.with_name("key"))
    said = manage("restore", "latest", "--key", key, **there)
    assert "1 files, as they were" in said
    assert client.get_object(Bucket="mafunzo", Key="media/film.mp4")["Body"].read() == film
    with pytest.raises(AssertionError, match="The bucket nowhere of BACKUP_TO did not do it"):
        manage("backup", **{**own, "BACKUP_TO": f"s3+http://key:secret@{host}/nowhere"})
    assert not client.list_multipart_uploads(Bucket="mafunzo-backups").get("Uploads")


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
