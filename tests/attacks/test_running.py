"""V7, V13 and V14: copies of the database, and those who come to what stands beside the web server."""

import json
import os
import pickle
import socket
import stat
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from threading import Barrier

import pytest
import time_machine
from celery import Celery
from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisSerializer
from django.core.management import CommandError, call_command
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads, prepare_accept_content
from redis import Redis

from home.management.commands import serve
from lms import file_caching
from lms.celery import app
from lms.foundation.database import redis_cache
from lms.json_values import NotJson
from lms.people.audit import services as audit
from lms.people.audit.models import AuditEntry
from lms.people.audit.services import MOST_IN_A_DAY, MOST_OF_ONE, note
from lms.people.identity.protection.encryption import decrypt, encrypt
from lms.people.identity.sessions.models import Session
from lms.people.identity.sign_in import session_store
from lms.people.identity.sso.http import allowed_hosts
from lms.settings.environment import drawn_key
from tests.redis_server import RedisServer

from .mutation import browser, held_by, instead, setting


def test_nobody_signs_in_with_a_key_that_stands_in_a_copy_of_the_database(wanjiru):
    def gets_in() -> bool:
        browser(wanjiru)
        thief = browser()
        thief.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.get(user=wanjiru).session_key
        return thief.get("/learn/").status_code == 200

    held_by(instead(session_store, "stored_key", lambda key: key), attack=gets_in)


PUBLISHED = "for-the-demo-on-this-machine-only"
"""The key with which every embedded installation signed until each drew its own."""


def started(folder: Path, code: str, **more: str) -> str:
    """What `code` prints in an embedded installation that starts with its data in `folder`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=settings.BASE_DIR,
        env={**kept, **more, "MAFUNZO_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        umask=0o022,
    ).stdout.strip()


@pytest.mark.once
def test_each_installation_signs_with_a_key_of_its_own(tmp_path):
    show = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, again, other = (started(tmp_path / name, show) for name in ("a", "a", "b"))
    assert first == again != other
    assert PUBLISHED not in (first, other) and len(first) > 50
    assert {one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "a").iterdir()} == {"secret-key": 0o600}


def test_processes_that_start_at_once_have_one_key(tmp_path):
    together = Barrier(8)

    def draw(folder: int) -> str:
        together.wait()
        return drawn_key(tmp_path / str(folder) / "secret-key")

    with ThreadPoolExecutor(8) as threads:
        for folder in range(20):
            assert len(set(threads.map(draw, [folder] * 8))) == 1
            assert [one.name for one in (tmp_path / str(folder)).iterdir()] == ["secret-key"]


def test_what_was_encrypted_with_the_key_of_before_is_read_and_nothing_is_signed_with_it():
    with setting(SECRET_KEY=PUBLISHED):
        seed, link = encrypt("seed", place="x"), signing.dumps("link")
    with setting(ENCRYPTED_BEFORE=[PUBLISHED]):
        assert decrypt(seed, place="x") == "seed"
        with pytest.raises(signing.BadSignature):
            signing.loads(link)
        new = encrypt("seed", place="x")
    assert decrypt(new, place="x") == "seed"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", ""])
def test_nothing_is_served_to_other_machines_with_a_key_that_they_may_know(db, host):
    def serves() -> bool:
        with socket.socket() as taken, setting(SECRET_KEY=PUBLISHED):
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            with pytest.raises(CommandError) as refused:
                call_command("serve", host=host, port=taken.getsockname()[1])
        return "its key can be guessed" not in str(refused.value)

    held_by(instead(serve, "check_secret_key", lambda _configs: []), attack=serves)


@pytest.mark.once
def test_nobody_else_on_the_machine_reads_what_is_written(tmp_path):
    folder = tmp_path / "data"
    write = (
        "from django.core.files.base import ContentFile as F; from django.core.files.storage import default_storage; "
        "from lms.foundation.storage import private; from django.core.management import call_command; "
        "call_command('migrate', verbosity=0); from django.core.mail import send_mail; "
        "send_mail('s', 'b', 'a@example.org', ['b@example.org']); from django.core.cache import caches; "
        "caches['shared'].set('a', 1); private().save('certificates/a.pdf', F(b'x')); "
        "default_storage.save('original_images/a.png', F(b'x'))"
    )
    started(folder, write)
    open_to_others = [str(one) for one in [folder, *folder.rglob("*")] if one.stat().st_mode & 0o077]
    assert open_to_others == []
    assert len(list(folder.rglob("*"))) > 8


def test_one_learner_does_not_fill_the_audit_log(wanjiru, now):
    def fills() -> bool:
        for minute in range(15):
            with time_machine.travel(now + timedelta(minutes=minute), tick=False):
                for _again in range(MOST_OF_ONE + 1):
                    note("refused", by=wanjiru, now=now, status=404)
                    note("signed_out", by=wanjiru, person=wanjiru, now=now)
        found = Counter(AuditEntry.objects.filter(by=wanjiru.pk).values_list("action", flat=True))
        return max(found.values()) > MOST_IN_A_DAY

    held_by(instead(audit, "_too_many", lambda *_asked: False), attack=fills)


@pytest.mark.parametrize("special", ["fec0::1", "192.88.99.1"])
def test_the_server_is_not_led_to_a_special_address_that_python_calls_global(db, special):
    guards = instead(allowed_hosts, "GIVEN_OUT", ip_network("::/0")), instead(allowed_hosts, "NOT_PUBLIC", ())
    held_by(*guards, attack=lambda: allowed_hosts.is_public(ip_address(special)))


def test_public_is_what_the_internet_asks_by_itself():
    public = "8.8.8.8", "192.31.196.1", "2001:4860:4860::8888", "2a00:1450:4001::5"
    special = "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "192.0.0.9", "224.0.0.1", "240.0.0.1"
    local = "::", "::1", "::7f00:1", "::ffff:8.8.8.8", "fd00::1", "fe80::1", "ff02::1", "4000::1", "5f00::1"
    by_way = "64:ff9b::808:808", "64:ff9b:1::1", "2001::1", "2002:a00:1::1", "3fff::1"
    asked = [one for one in (*public, *special, *local, *by_way) if allowed_hosts.is_public(ip_address(one))]
    assert asked == list(public)


class Runs:
    """An object that makes the file at `path` wherever it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.once
def test_whoever_writes_to_redis_runs_nothing_in_the_web_process(db, tmp_path):
    ran = tmp_path / "ran"

    def runs() -> bool:
        with setting(
            CACHES={
                "default": {"BACKEND": "lms.foundation.database.redis_cache.SteadyRedisCache", "LOCATION": server.url}
            }
        ):
            cache = caches["default"]
            cache._cache.get_client().set(cache.make_key("known"), pickle.dumps(Runs(ran)))
            with suppress(ValueError):
                cache.get("known")
        return ran.exists()

    with RedisServer(tmp_path) as server:
        held_by(instead(redis_cache, "Json", RedisSerializer), attack=runs)


def test_nor_does_whoever_writes_into_the_folder_that_stands_for_redis(db, tmp_path):
    ran, kind = tmp_path / "ran", {"BACKEND": "lms.file_caching.JsonFileCache"}

    def runs() -> bool:
        with setting(CACHES={"shared": {**kind, "LOCATION": tmp_path / "cache"}}):
            cache = caches["shared"]
            cache.set("known", 1)
            Path(cache._key_to_file("known")).write_bytes(pickle.dumps(Runs(ran)))
            with suppress(zlib.error):
                cache.get("known")
        return ran.exists()

    held_by(instead(file_caching, "JsonFileCache", FileBasedCache), attack=runs)


def test_the_folder_that_stands_for_redis_keeps_json_for_its_owner_alone(tmp_path):
    cache = file_caching.JsonFileCache(tmp_path / "cache", {})
    known = {"ü": [1, 2.5, None, True, "two\nlines"]}
    cache.set("known", known)
    cache.set("over", 1, -1)
    assert (cache.get("known"), cache.get("over", "no"), cache.get("never")) == (known, "no", None)
    assert (cache.add("known", 2), cache.touch("known", 60), cache.touch("never"), cache.get("known")) == (
        False,
        True,
        False,
        known,
    )
    assert (cache.add("count", 1), cache.incr("count"), cache.get_many(["count", "never"])) == (True, 2, {"count": 2})
    with pytest.raises(NotJson):
        cache.set("known", Path())
    file = Path(cache._key_to_file("known"))
    assert json.loads(file.read_text().partition("\n")[2]) == known
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    file.write_bytes(b"1e400\n{")
    assert cache.get("known") is None


def test_nor_in_a_worker(db, tmp_path):
    ran = tmp_path / "ran"
    message = pickle.dumps(Runs(ran)), "application/x-python-serialize", "binary"

    def runs() -> bool:
        with suppress(ContentDisallowed):
            loads(*message, accept=prepare_accept_content(settings.CELERY_ACCEPT_CONTENT))
        return ran.exists()

    assert app.conf.accept_content == settings.CELERY_ACCEPT_CONTENT
    held_by(setting(CELERY_ACCEPT_CONTENT=["json", "pickle"]), attack=runs)


WORKER = """
import sys
from django.conf import settings
from celery import Celery
for setting in sys.argv[1:]:
    name, _, value = setting.partition("=")
    setattr(settings, name, eval(value))
worker = Celery("attacked", fixups=[])
worker.config_from_object("django.conf:settings", namespace="CELERY")
worker.worker_main(["worker", "--pool", "solo", "--queues", "attacked"])
"""


@pytest.mark.once
@pytest.mark.parametrize(
    "control",
    ["CELERY_WORKER_ENABLE_REMOTE_CONTROL=True", "CELERY_WORKER_CONSUMER='celery.worker.consumer:Consumer'"],
)
def test_whoever_writes_to_redis_ends_no_worker_and_is_not_listened_to(db, tmp_path, control):
    without: list[str] = []

    def succeeds() -> bool:
        with RedisServer(tmp_path) as server:
            command = [sys.executable, "-c", WORKER, *without]
            places = {"REDIS_URL": server.url, "DATABASE_URL": "", "MAFUNZO_DATA": str(tmp_path)}
            environment = {**os.environ, **places, "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
            with subprocess.Popen(command, env=environment) as worker, Redis.from_url(server.url) as redis:
                try:
                    while not any(one["cmd"] == "brpop" for one in redis.client_list()):
                        assert worker.poll() is None
                        time.sleep(0.1)
                    Celery(broker=server.url, set_as_current=False).control.shutdown()
                    with suppress(subprocess.TimeoutExpired):
                        worker.wait(2)
                    return worker.returncode is not None or bool(redis.pubsub_numpat() or redis.pubsub_channels())
                finally:
                    worker.kill()

    @contextmanager
    def taken_out() -> Iterator[None]:
        without.append(control)
        yield

    held_by(taken_out(), attack=succeeds)
