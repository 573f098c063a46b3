"""A site of two releases: the present code, and the same under a higher version with a migration and a changed
stylesheet; two web processes behind a real nginx, a worker, and people who use it meanwhile.
"""

import http.client
import json
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from home.backups.encryption import make_key
from lms.foundation.plugins.identifiers import uuid7
from lms.version import VERSION
from tests import databases
from tests.bench.cluster import free_port
from tests.journeys.core import LESSON, PASSWORD
from tests.nginx import Nginx, needed

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_BROTLI = ROOT / "tests" / "without_brotli"
NEXT = "99.0.0"
UNITS = ("web@1", "worker", "web@2")
CODE = ("lms", "courses", "assessments", "certificates", "home", "locale", "docs")
CSS = "lms/foundation/interface/static/interface/mafunzo.css"
MIGRATION = """
from django.db import migrations

class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunSQL("ALTER TABLE people_user ADD COLUMN of_the_next_version varchar(9) NULL")]
"""
SCHOOL = "import django; django.setup(); from tests.journeys.core import school; school()"
SERVER = """
upstream site {{
    server unix:{run}/web-1.sock max_fails=0;
    server unix:{run}/web-2.sock max_fails=0;
}}
server {{
    listen 127.0.0.1:{port};
    location / {{
        proxy_pass http://site;
        proxy_next_upstream error timeout;
        proxy_next_upstream_tries 3;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
    }}
}}
"""


def write(release: Path, name: str, text: str) -> None:
    """Put a file of its own into a release, whose folders are links to those of this checkout."""
    folder = release
    for part in Path(name).parts[:-1]:
        folder /= part
        if folder.is_symlink():
            target = folder.resolve()
            folder.unlink()
            folder.mkdir()
            for entry in target.iterdir():
                (folder / entry.name).symlink_to(entry)
    (folder / Path(name).name).unlink(missing_ok=True)
    (folder / Path(name).name).write_text(text)


class Site:
    """Built on entry in `folder`, with everything stopped; stopped on exit. `database` is its DATABASE_URL, or empty
    for an embedded one.
    """

    def __init__(self, folder: Path, database: str = "") -> None:
        needed()
        self.folder, self.port = folder, free_port()
        self.run, self.data, self.sets = folder / "run", folder / "data", folder / "sets"
        for path in (self.run, self.data, self.sets):
            path.mkdir()
        self.old, self.new = (self._release(version) for version in (VERSION, NEXT))
        write(self.new, "lms/version.py", f'VERSION = "{NEXT}"\nOLDEST_PROGRAM = "{VERSION}"\n')
        write(self.new, "home/migrations/0002_next.py", MIGRATION)
        write(self.new, CSS, (ROOT / CSS).read_text() + "\n.next { color: red; }\n")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "lms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "127.0.0.1",
            "BASE_URL": f"http://127.0.0.1:{self.port}",
            "SECURE_SSL_REDIRECT": "false",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "PROXY_COUNT": "1",
            "DATABASE_URL": database,
            "PYTHONPATH": str(WITHOUT_BROTLI),
            "MAFUNZO_DATA": str(self.data),
            "BACKUP_TO": str(self.sets),
            "BACKUP_KEY": make_key(folder / "key"),
            "SECOND_FACTOR_DAYS": "-1",
            "ANSWERS_PER_MINUTE": "1000000",
            "LOG_LEVEL": "WARNING",
            "UPGRADE_COMMAND": f"{sys.executable} {Path(__file__).with_name('runner.py')} {folder}",
            "UPGRADE_UNITS": f"web@1={self.run}/web-1.sock,worker,web@2={self.run}/web-2.sock",
        }
        (folder / "environment.json").write_text(json.dumps(self.environment))

    def _release(self, version: str) -> Path:
        release = self.folder / "releases" / version
        release.mkdir(parents=True)
        for name in CODE:
            (release / name).symlink_to(ROOT / name)
        shutil.copy(ROOT / "manage.py", release)
        for file in (ROOT / "lms" / "settings").glob("*.py"):  # where the settings lie, a release lies
            write(release, f"lms/settings/{file.name}", file.read_text())
        return release

    def manage(self, release: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        own = {**self.environment, **environment}
        return subprocess.run(command, cwd=release, env=own, capture_output=True, text=True, timeout=300)

    def upgrade(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return self.manage(self.new, "upgrade", "--yes", *arguments, **environment)

    def command(self, *arguments: str) -> None:
        subprocess.run([*self.environment["UPGRADE_COMMAND"].split(), *arguments], check=True)

    def migrate(self) -> None:
        """Bring the database to the old release: an embedded one is a copy of one that was migrated."""
        if not self.environment["DATABASE_URL"]:
            shutil.copy(databases.made_for_sqlite(), self.data / "mafunzo.sqlite3")
            return
        done = self.manage(self.old, "migrate", "-v0")
        assert done.returncode == 0, done.stderr

    def migrated(self) -> bool:
        """Return whether the embedded database has the migration of the new release, asked past the program."""
        with closing(sqlite3.connect(self.data / "mafunzo.sqlite3")) as database:
            return bool(database.execute("SELECT 1 FROM django_migrations WHERE name = '0002_next'").fetchall())

    def __enter__(self) -> "Site":
        self.migrate()
        done = self.manage(self.old, "collectstatic", "--no-input", "-v0")
        assert done.returncode == 0, done.stderr
        school = {**self.environment, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "lms.settings.production"}
        done = subprocess.run([sys.executable, "-c", SCHOOL], cwd=self.old, env=school, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        self.command("release", str(self.old))
        for unit in UNITS:
            self.command("restart", unit)
        self.nginx = Nginx(self.folder / "nginx", SERVER.format(run=self.run, port=self.port))
        self.nginx.__enter__()
        self.until(lambda: all(self.versions().values()) and not self.down())
        return self

    def __exit__(self, *_error: object) -> None:
        self.nginx.__exit__()
        for unit in UNITS:
            subprocess.run([*self.environment["UPGRADE_COMMAND"].split(), "stop", unit], check=False)

    def until(self, holds, seconds: float = 90.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, (self.versions(), self.logs())
            time.sleep(0.2)

    def logs(self) -> str:
        return "".join(f"\n{file.name}:\n{file.read_text()[-1500:]}" for file in self.folder.glob("*.log"))

    def versions(self) -> dict[str, str]:
        """The version that each web process says it is; empty where it does not answer."""
        return {unit: (self._health(unit) or {}).get("version", "") for unit in UNITS if unit != "worker"}

    def down(self) -> set[str]:
        return {name for name, part in (self._health("web@1") or {})["checks"].items() if part["status"] == "down"}

    def _health(self, unit: str) -> dict | None:
        command = ["curl", "-s", "--unix-socket", f"{self.run}/{unit.replace('@', '-')}.sock", "-H"]
        asked = [*command, f"Host: 127.0.0.1:{self.port}", "-H", "X-Forwarded-For: 127.0.0.1", "http://x/health/"]
        said = subprocess.run(asked, capture_output=True, text=True).stdout
        return json.loads(said) if said.startswith("{") else None


class Visitors:
    """People who use the site from entry to exit: pages, their stylesheets, and answers of a learner."""

    def __init__(self, port: int, number: int = 3) -> None:
        self.port, self.statuses, self.faults = port, Counter(), []
        self.acknowledged: list[str] = []
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._use) for _one in range(number)]

    def __enter__(self) -> "Visitors":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def until_answered(self, number: int = 6) -> None:
        """Wait until so many answers more are acknowledged, by whatever processes serve now."""
        wanted, end = len(self.acknowledged) + number, time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, self.faults
            time.sleep(0.05)

    def _use(self) -> None:
        cookies: dict[str, str] = {}
        self._ask(cookies, "/sign-in/")
        self._ask(cookies, "/sign-in/", {"username": "KE-1", "password": PASSWORD})
        while not self._ends.wait(0.25):  # faster ones would take the processors from those who serve
            event = str(uuid7())
            status, page = self._ask(cookies, "/learn/borders/")
            for sheet in re.findall(r'href="(/static/[^"]+\.css)"', page):
                self._ask(cookies, sheet)
            status, _page = self._ask(cookies, LESSON, {"event_id": event, "done": "1"})
            if status < 400:
                self.acknowledged.append(event)

    def _ask(self, cookies: dict[str, str], path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "Accept": "text/html"}
        if fields is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": cookies["csrftoken"]}
        try:
            talk.request("GET" if fields is None else "POST", path, fields and urlencode(fields), headers)
            answer = talk.getresponse()
            body = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                cookies[name] = value
        except (OSError, http.client.HTTPException) as error:
            self.faults.append(f"{path}: {error!r}")
            return 599, ""
        finally:
            talk.close()
        self.statuses[answer.status] += 1
        if answer.status >= 400:
            self.faults.append(f"{path}: {answer.status} {body[:300]}")
        return answer.status, body
