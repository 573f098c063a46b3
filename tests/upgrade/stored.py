"""Databases as the releases left them, for both databases, small: people, a course, enrolments, attempts, certificates.

`python -m tests.upgrade.stored` makes those of the present version, into `tests/upgrade/databases/VERSION/`, before
that version is tagged; afterwards they stay as they are. It needs the variables of a PostgreSQL for tests.
"""

import hashlib
import json
import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from inspect import getfile
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).with_name("databases")
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "a-password-for-tests"
LEARNERS = ("KE-11", "KE-12", "KE-13", "KE-14")


def releases() -> list[str]:
    """The versions that are stored, the oldest first."""
    from packaging.version import Version

    return sorted((folder.name for folder in FOLDER.iterdir()), key=Version)


def about(version: str) -> dict:
    """The migrations of ours in that version, with the SHA-256 of their code, and the rows of its databases."""
    return json.loads((FOLDER / version / "about.json").read_text())


@contextmanager
def brought_back(version: str, vendor: str, folder: Path):
    """The environment of a site with that database, in a data folder. On PostgreSQL it is deleted afterwards."""
    own = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "REDIS_URL": "", "MAFUNZO_DATA": str(folder), "TEST_ON": ""}
    with scratch(vendor) as url:
        kept = lzma.decompress((FOLDER / version / f"{vendor}.xz").read_bytes())
        if vendor == "sqlite":
            (folder / "mafunzo.sqlite3").write_bytes(kept)
        else:
            load = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--dbname", url]
            subprocess.run(load, input=kept, stdout=subprocess.DEVNULL, check=True)
        yield {**os.environ, **own, "DATABASE_URL": url}


@contextmanager
def scratch(vendor: str):
    """The address of an empty database of PostgreSQL that goes afterwards; an empty one for SQLite."""
    if vendor == "sqlite":
        yield ""
        return
    server = os.environ["TEST_DATABASE_URL"]
    name = f"stored_{os.getpid()}"
    subprocess.run(["psql", "-qc", f'CREATE DATABASE "{name}"', server], check=True)
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        subprocess.run(["psql", "-qc", f'DROP DATABASE "{name}" WITH (FORCE)', server], check=True)


def manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout


def counted(environment: dict[str, str]) -> dict[str, int]:
    code = "import django; django.setup(); from tests.upgrade import stored; stored.print_counts()"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    return json.loads(said.stdout.splitlines()[-1])


def print_counts() -> None:
    from django.db import connection

    from home.backups.contents import rows_of

    with connection.cursor() as cursor:
        print(json.dumps(rows_of(connection.vendor, cursor.execute, cursor.fetchall)))


def migrations() -> dict[str, str]:
    """Ours, by name, with the SHA-256 of their code."""
    from django.db.migrations.loader import MigrationLoader

    from home.operation.fresh_database import OURS

    disk = MigrationLoader(None).disk_migrations
    ours = {key: type(one) for key, one in disk.items() if type(one).__module__.split(".")[0] in OURS}
    return {
        f"{app}.{name}": hashlib.sha256(Path(getfile(one)).read_bytes()).hexdigest()
        for (app, name), one in sorted(ours.items())
    }


def fill() -> None:
    """Two academies, one course, four learners: one has a certificate, one failed the quiz, one is under way, one has
    not begun; and an instructor, an administrator, a cohort.
    """
    from django.core.management import call_command

    from certificates.register.services import seal
    from lms.foundation.plugins.identifiers import uuid7
    from lms.learning.progress.journal import services
    from lms.learning.progress.models import Attempt, Enrolment
    from lms.people.administration.records import services as people
    from lms.people.directory.models import User
    from tests.builders import complete, make_course, make_programme, make_site, release, start_attempt, wrong_answers
    from tests.conftest import make_person

    course = release(make_course(make_programme(make_site())))
    academy = people.create_institution(name="Mlima Police Academy", kind="academy", country="KE")
    people.create_institution(name="Pwani Training Campus", kind="academy", country="KE")
    User.objects.create_superuser("root", PASSWORD, name="Root")
    make_person("KE-1", "Omar Otieno", academy, "instructor")
    make_person("KE-2", "Amina Noor", academy, "administrator")
    learners = [make_person(number, f"Cadet {number}", academy, sex="F") for number in LEARNERS]
    cohort = people.open_cohort(institution=academy, name="Intake 2026 B")
    people.join(cohort=cohort, people=learners, now=NOW)
    services.enrol(people=learners, course=course, now=NOW)
    first, second, third, _fourth = (Enrolment.objects.get(learner=learner) for learner in learners)
    complete(first, now=NOW)
    complete(second, now=NOW, but="trafficking-quiz")
    quiz: Attempt = start_attempt(second, "trafficking-quiz", NOW)
    services.answer(attempt=quiz, data=wrong_answers(quiz), event_id=uuid7(), now=NOW)
    start_attempt(third, "trafficking-lesson-1", NOW)
    seal()
    call_command("rebuild_sums", stdout=sys.stderr)


def make() -> None:
    from lms.version import VERSION

    into = FOLDER / VERSION
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    rows = {}
    for vendor in ("sqlite", "postgresql"):
        with TemporaryDirectory() as folder, scratch(vendor) as url:
            own = {"DJANGO_SETTINGS_MODULE": "lms.settings.dev", "REDIS_URL": "", "MAFUNZO_DATA": folder, "TEST_ON": ""}
            environment = {**os.environ, **own, "DATABASE_URL": url}
            manage(environment, "migrate", "-v0")
            code = "import django; django.setup(); from tests.upgrade import stored; stored.fill()"
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
            rows[vendor] = counted(environment)
            if vendor == "sqlite":
                file = Path(folder, "mafunzo.sqlite3")
                with closing(sqlite3.connect(file)) as database:
                    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                    database.execute("VACUUM")
                kept = file.read_bytes()
            else:
                dump = ["pg_dump", "--no-owner", "--no-privileges", "--dbname", url]
                lines = subprocess.run(dump, stdout=subprocess.PIPE, check=True).stdout.splitlines(keepends=True)
                # An older psql does not know the command by which newer ones allow nothing but SQL.
                kept = b"".join(line for line in lines if not line.startswith((b"\\restrict", b"\\unrestrict")))
            (into / f"{vendor}.xz").write_bytes(lzma.compress(kept, preset=9 | lzma.PRESET_EXTREME))
    found = {"migrations": migrations(), "rows": rows}
    (into / "about.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    os.environ["DATABASE_URL"] = ""
    import django

    django.setup()
    make()
