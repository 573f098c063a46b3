"""The version of the program, that of the database, and programs that refuse a database they do not fit."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from home.models import DatabaseVersion
from home.upgrades import versions
from lms.version import OLDEST_PROGRAM, VERSION
from tests import databases
from tests.attacks.mutation import instead
from tests.home.test_fresh_database import empty_database

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {
    "migrate": ("manage.py", "migrate", "-v0"),
    "serve": ("manage.py", "serve", "--port", "1"),
    "web": ("-m", "gunicorn", "lms.wsgi:application", "--bind", "127.0.0.1:0", "--no-control-socket"),
    "web, loaded once": ("-m", "gunicorn", "lms.wsgi:application", "--bind", "127.0.0.1:0", "--preload"),
    "worker": ("-m", "celery", "-A", "lms", "worker", "--queues", "celery", "--concurrency", "1"),
    "scheduler": ("-m", "celery", "-A", "lms.foundation.work.scheduler", "beat", "--pidfile=", "--schedule", "beat"),
}


def newer(oldest: str) -> DatabaseVersion:
    return DatabaseVersion.objects.create(name="99.0.0", oldest_program=oldest, migrated_at=timezone.now())


@pytest.fixture
def of_before(transactional_db, tmp_path):
    """A database in which a program before 0.2.0 has noted its migrations."""
    with empty_database("before", tmp_path):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE django_migrations (app varchar(255), name varchar(255))")
            cursor.execute("INSERT INTO django_migrations VALUES ('home', '0001_initial')")
        yield


@pytest.mark.once
def test_manage_says_its_version():
    for words in ("--version", "version"):
        said = subprocess.run([sys.executable, "manage.py", words], cwd=ROOT, capture_output=True, text=True)
        assert (said.stdout, said.returncode) == (f"Mafunzo {VERSION}\n", 0), said.stderr


def test_the_changelog_tells_of_this_version():
    assert f"\n## {VERSION.partition('.dev')[0]}\n" in (ROOT / "CHANGELOG.md").read_text()


def test_the_foot_of_the_admin_says_it(as_, superuser):
    assert f"Mafunzo {VERSION}" in as_(superuser).get("/admin/").content.decode()


class TestTheVersionOfTheDatabase:
    def test_is_that_of_the_program_which_migrated_it(self, db, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert versions.database_version() == VERSION

    def test_is_noted_once_for_each_version(self, db):
        first = DatabaseVersion.objects.get()
        versions.note(timezone.now() + timedelta(days=1))
        assert DatabaseVersion.objects.get().migrated_at == first.migrated_at
        with instead(versions, "VERSION", "0.3.0"):
            versions.note(timezone.now())
            assert versions.database_version() == "0.3.0"
        assert list(DatabaseVersion.objects.order_by("pk").values_list("name", flat=True)) == [VERSION, "0.3.0"]

    def test_is_none_where_it_is_empty(self, transactional_db, tmp_path):
        with empty_database("empty", tmp_path):
            assert versions.database_version() is None
            assert not any(tmp_path.iterdir())

    def test_is_none_where_the_first_migrate_was_killed(self, db):
        DatabaseVersion.objects.all().delete()
        assert versions.database_version() is None

    def test_of_before_is_known_by_what_it_lacks(self, of_before):
        assert versions.database_version() == versions.BEFORE


class TestAProgramThatIsTooOld:
    def test_may_run_beside_the_next_one_and_migrates_nothing(self, db):
        newer(oldest=VERSION)
        stored = versions.read(connection)
        assert versions.refusal(stored) == ""
        with pytest.raises(CommandError, match=f"brought to Mafunzo 99.0.0, and this program is {VERSION}"):
            call_command("migrate", verbosity=0)
        assert versions.check(timezone.now()).status == "warning"

    def test_is_told_by_health(self, client, db):
        newer(oldest="98.0.0")
        response = client.get("/health/")
        part = response.json()["checks"]["version"]
        assert (response.status_code, part) == (503, {"status": "down", "program": VERSION, "database": "99.0.0"})

    def test_of_before_is_told_to_take_the_data_along(self, of_before):
        with pytest.raises(CommandError, match="take along people as a list, courses as files"):
            call_command("migrate", verbosity=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with a database of a much newer version."""
    made = tmp_path_factory.mktemp("newer")
    with closing(sqlite3.connect(databases.bare())) as source, closing(sqlite3.connect(made / "mafunzo.sqlite3")) as to:
        source.backup(to)
        to.execute("INSERT INTO home_databaseversion VALUES (2, '99.0.0', '98.0.0', '2099-01-01')")
        to.commit()
    return made


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    own = {"MAFUNZO_DATA": str(folder), "DATABASE_URL": "", "REDIS_URL": ""}
    environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "lms.settings.dev"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.once
@pytest.mark.parametrize("program", PROGRAMS)
def test_each_process_refuses_in_one_sentence(program, folder):
    said = run(folder, *PROGRAMS[program])
    assert said.returncode in (1, 3)
    assert f"brought to Mafunzo 99.0.0, and this program is {VERSION}, which is too old for it." in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.once
def test_a_demo_of_another_version_is_built_anew_by_a_word(folder):
    said = run(folder, "manage.py", "demo")
    assert (said.returncode, said.stderr.splitlines()[-1].rpartition(": ")[2]) == (1, "make demo-reset")


def test_the_oldest_program_is_no_newer_than_this_one():
    assert versions.Version(OLDEST_PROGRAM) <= versions.Version(VERSION)
