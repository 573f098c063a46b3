"""What a deployment relies on: settings that are documented, checks that are clean,
processes that live and end together.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

import pytest

from home.operation import supervision
from home.operation.supervision import supervise
from tests.bench.cluster import free_port
from tests.bench.memory import family
from tests.bench.server import children

ROOT = Path(__file__).resolve().parents[2]
TOLD = """
import json
from django.conf import settings as s
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
options = s.DATABASES["default"]["OPTIONS"]
cookies = [getattr(s, f"{name}_COOKIE_NAME")[:7] for name in ("SESSION", "CSRF", "LANGUAGE")]
secure = [getattr(s, f"{name}_COOKIE_SECURE") for name in ("SESSION", "CSRF", "LANGUAGE")]
answer = SecurityMiddleware(lambda _asked: HttpResponse())(RequestFactory().get("/", secure=True))
told = [options[name] for name in ("sslmode", "sslrootcert", "connect_timeout")]
print(json.dumps([told, s.SECRET_KEY, list(zip(cookies, secure)), answer["Strict-Transport-Security"]]))
"""
pytestmark = pytest.mark.once


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, timeout=300)


class TestProduction:
    def environment(self, tmp_path) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "example.org",
            "PROXY_COUNT": "1",
            "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
            "MAFUNZO_DATA": str(tmp_path),
        }

    def test_check_deploy_is_clean(self, tmp_path):
        result = manage("check", "--deploy", "--fail-level", "WARNING", **self.environment(tmp_path))
        assert result.returncode == 0, result.stderr

    def test_without_a_mail_server_the_check_says_that_nobody_gets_a_mail(self, tmp_path):
        environment = self.environment(tmp_path)
        del environment["EMAIL_URL"]
        result = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
        assert result.returncode != 0
        assert "people.W002" in result.stderr

    def test_without_a_secret_key_nothing_starts(self, tmp_path):
        environment = self.environment(tmp_path)
        del environment["SECRET_KEY"]
        result = manage("check", **environment)
        assert result.returncode != 0
        assert "SECRET_KEY" in result.stderr

    def test_database_cookies_and_pages_are_reached_by_tls_alone_and_a_secret_is_read_from_its_file(self, tmp_path):
        environment = self.environment(tmp_path)
        secret = environment.pop("SECRET_KEY")
        (tmp_path / "key").write_text(f"{secret}\n")
        environment["SECRET_KEY_FILE"] = str(tmp_path / "key")
        url = "postgres://u:p@db.example.org:5432/x?sslmode=verify-full&sslrootcert=/etc/ca.pem"
        result = manage("shell", "--no-imports", "-c", TOLD, DATABASE_URL=url, **environment)
        assert json.loads(result.stdout.splitlines()[-1]) == [
            ["verify-full", "/etc/ca.pem", 3],
            secret,
            [["__Host-", True]] * 3,
            "max-age=31536000; includeSubDomains; preload",
        ], result.stderr

    def test_static_files_are_collected_under_the_hash_of_their_bytes(self, tmp_path):
        result = manage("collectstatic", "--no-input", PYTHONPATH="tests/without_brotli", **self.environment(tmp_path))
        assert result.returncode == 0, result.stderr
        assert list((tmp_path / "static" / "interface").glob("mafunzo.*.css.gz"))

    def test_logs_are_json(self, tmp_path):
        code = "import django, logging; django.setup(); logging.getLogger('x').warning('a word', extra={'task': 7})"
        environment = {**self.environment(tmp_path), "PATH": os.environ["PATH"]}
        result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
        line = json.loads(result.stderr.splitlines()[-1])
        assert (line["event"], line["level"], line["task"]) == ("a word", "warning", 7)


def test_a_command_syncs_what_sqlite_acknowledges_and_collects_garbage(tmp_path):
    code = "import gc; assert gc.isenabled() and gc.get_freeze_count() > 100_000, 'garbage is kept'; "
    code += "from django.db import connection as c; print(c.cursor().execute('PRAGMA synchronous').fetchone())"
    said = manage(
        "shell", "--no-imports", "-c", code, DJANGO_SETTINGS_MODULE="lms.settings.dev", MAFUNZO_DATA=str(tmp_path)
    )
    assert said.stdout.strip() == "(2,)", said.stderr  # FULL: https://www.sqlite.org/pragma.html#pragma_synchronous


class TestServing:
    def test_a_port_in_use_is_said_in_a_sentence(self, tmp_path):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            result = manage("serve", "--port", str(port), MAFUNZO_DATA=str(tmp_path))
        assert result.returncode == 1
        assert f"Port {port} is in use." in result.stderr

    def test_a_web_server_that_keeps_dying_ends_everything(self, monkeypatch):
        monkeypatch.setattr(supervision, "LONGEST_WAIT", 0.5)
        said: list[str] = []
        sleeper = python("-c", "import time; time.sleep(60)")
        began = time.monotonic()
        assert supervise({"mayfly": python("-c", "raise SystemExit(3)"), "sleeper": sleeper}, say=said.append) == 1
        assert said[0] == "The mayfly ended (status 3) and is started again."
        assert "Stopping everything." in said[-1]
        assert time.monotonic() - began < 30

    def test_a_worker_that_keeps_dying_is_started_again_later_each_time_and_ends_nothing(self, monkeypatch):
        monkeypatch.setattr(supervision, "TOO_OFTEN", 2)
        said: list[str] = []

        def say(sentence: str) -> None:
            said.append(sentence)
            if len(said) == 4:
                raise KeyboardInterrupt

        sleeper = python("-c", "import time; time.sleep(60)")
        assert supervise({"sleeper": sleeper, "mayfly": python("-c", "raise SystemExit(3)")}, say=say) == 0
        assert [sentence.removeprefix("The mayfly ended (status 3) and is started again") for sentence in said] == [
            ".",
            " in 1 s.",
            " in 2 s.",
            " in 4 s.",
            "Stopping.",
        ]

    def test_no_pause_is_longer_than_half_a_minute(self):
        child = supervision.Child("mayfly", [], starts=[0.0] * 60)
        assert child.wait() == supervision.LONGEST_WAIT == 30.0

    def test_sigterm_ends_all_children(self, tmp_path):
        ended_by_sigterm(supervising(tmp_path, NOTE), tmp_path / "pid")

    def test_a_child_that_does_not_end_when_it_is_asked_is_killed(self, tmp_path):
        stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + NOTE
        ended_by_sigterm(supervising(tmp_path, stubborn, grace=0.5), tmp_path / "pid")

    def test_what_a_child_started_ends_with_it_although_it_was_killed(self, tmp_path):
        grandchild = NOTE.format(tmp_path / "own")
        nested = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {grandchild!r}]); "
        parent = supervising(tmp_path, nested + NOTE)
        wait_for(tmp_path / "own")
        own, first = int((tmp_path / "own").read_text()), int((tmp_path / "pid").read_text())
        (tmp_path / "own").unlink()
        (tmp_path / "pid").unlink()
        os.kill(first, signal.SIGKILL)
        wait_for(tmp_path / "pid")  # of the one that was started again
        ended(own)
        ended_by_sigterm(parent, tmp_path / "pid")

    def test_children_end_where_the_process_that_watches_was_killed(self, tmp_path):
        parent = supervising(tmp_path, NOTE)
        parent.kill()
        parent.wait()
        ended(int((tmp_path / "pid").read_text()))

    def test_serve_starts_what_was_killed_and_leaves_nothing_when_it_is_stopped(self, tmp_path):
        port, log = free_port(), tmp_path / "log"
        kept = {"PATH": os.environ["PATH"], "MAFUNZO_DATA": str(tmp_path)}
        with log.open("w") as file:
            command = [sys.executable, "manage.py", "serve", "--port", str(port)]
            serving = subprocess.Popen(command, cwd=ROOT, env=kept, stdout=file, stderr=file)
        try:
            answered(port)
            second = manage("serve", "--port", str(free_port()), MAFUNZO_DATA=str(tmp_path))
            assert "is in use: by a server that runs" in second.stderr
            before = set(family(serving.pid))
            for child in children(serving.pid):
                os.kill(child, signal.SIGKILL)
            for pid in before - {serving.pid}:
                ended(pid)
            answered(port)
            end = time.monotonic() + 20
            while len(children(serving.pid)) < 4 and time.monotonic() < end:
                time.sleep(0.1)  # the web server answers before the last of the others is started again
            assert len(children(serving.pid)) == 4, log.read_text()
        finally:
            running = family(serving.pid)
            serving.terminate()
            assert serving.wait(40) == 0, log.read_text()
        for pid in running:
            ended(pid)


def python(*arguments: str) -> partial:
    """A program that is this Python with these arguments."""
    return partial(os.execv, sys.executable, [sys.executable, *arguments])


NOTE = "import os, pathlib, time; pathlib.Path('{}').write_text(str(os.getpid())); time.sleep(60)"


def supervising(folder: Path, code: str, *, grace: float = 10.0) -> subprocess.Popen:
    """A process that supervises one, which runs `code`; it has written its number to `pid` in the folder."""
    script = (
        "import os, sys; from functools import partial; from home.operation import supervision as s; "
        f"s.GRACE = {grace}; child = partial(os.execv, sys.executable, [sys.executable, '-c', "
        f"{code.format(folder / 'pid')!r}]); sys.exit(s.supervise({{'sleeper': child}}, say=print))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    wait_for(folder / "pid")
    return parent


def answered(port: int) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=5).close()
            return
        except urllib.error.HTTPError:  # an answer too: there is no database
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.1)


def ended(pid: int) -> None:
    """Wait until there is no such process; a zombie that nobody here may bury is none."""
    deadline = time.monotonic() + 20
    stat = Path(f"/proc/{pid}/stat")
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.1)


def wait_for(note: Path) -> None:
    deadline = time.monotonic() + 20
    while not note.exists() or not note.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def ended_by_sigterm(parent: subprocess.Popen, note: Path) -> None:
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(20) == 0
    ended(int(note.read_text()))
