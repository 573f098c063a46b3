"""A set comes back whole on an empty machine, and nothing is changed by one that does not fit."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from home.backups import notes, restoring
from home.backups.encryption import Refused, make_key
from home.models import BackupSet
from lms.learning.progress.models import Attempt, Event
from lms.people.directory.models import User
from tests.builders import complete
from tests.conftest import NOW

from .backup_sets import installation, made, rewritten  # noqa: F401  fixtures

ROOT = Path(__file__).resolve().parents[2]


def counted(environment: dict[str, str]) -> tuple[int, ...]:
    """How many people, events and sessions are in the database of that environment, read past the program."""
    url, file = environment["DATABASE_URL"], Path(environment["MAFUNZO_DATA"], "mafunzo.sqlite3")
    with closing(psycopg.connect(url) if url else sqlite3.connect(file)) as database:
        tables = ("people_user", "progress_event", "people_session")
        return tuple(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    clean = {"TEST_ON": "", "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "REDIS_URL": "", **environment}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **clean}, capture_output=True, text=True, timeout=300)


def done(*arguments: str, **environment: str) -> str:
    answer = manage(*arguments, **environment)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@contextmanager
def machine(folder: Path, *, of: str = ""):
    """The environment of an installation: with the present database where it is `of` that, else with an empty one."""
    folder.mkdir(exist_ok=True)
    if connection.vendor == "sqlite":
        if of:
            with (
                closing(sqlite3.connect(of)) as source,
                closing(sqlite3.connect(folder / "mafunzo.sqlite3")) as target,
            ):
                source.backup(target)
        yield {"MAFUNZO_DATA": str(folder), "DATABASE_URL": ""}
        return
    server, name = os.environ["TEST_DATABASE_URL"].rpartition("/")[0], of or f"restored_{uuid4().hex[:12]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1") if of else cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield {"MAFUNZO_DATA": str(folder), "DATABASE_URL": f"{server}/{name}"}
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT 1") if of else cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_set_comes_back_whole_on_an_empty_machine(transactional_db, enrolment, now, tmp_path):
    complete(enrolment, now=now)
    Client().force_login(enrolment.learner, backend="lms.people.identity.sessions.backends.ServiceNumberBackend")
    (tmp_path / "sets").mkdir()
    (tmp_path / "here" / "media").mkdir(parents=True)
    (tmp_path / "here" / "media" / "film.mp4").write_bytes(os.urandom(3_000_000))
    own = {"BACKUP_TO": str(tmp_path / "sets"), "BACKUP_KEY": make_key(tmp_path / "key")}
    key = ("--key", str(tmp_path / "key"))
    with machine(tmp_path / "here", of=str(connection.settings_dict["NAME"])) as here:
        done("backup", **here, **own)
        assert "are as they were" in done("backup", "verify", "latest", *key, **here, **own)
    (file,) = (tmp_path / "sets").iterdir()
    with machine(tmp_path / "there") as there:
        assert "the journal holds" in done("restore", str(file), *key, **there)
        whole = User.objects.count(), Event.objects.count(), 0
        assert Event.objects.count() and counted(there) == whole
        film = "media/film.mp4"
        assert (tmp_path / "there" / film).read_bytes() == (tmp_path / "here" / film).read_bytes()

        (tmp_path / "there" / "media" / "later.mp4").write_text("x")
        done("restore", str(file), *key, "--delete-present-data", **there)
        assert counted(there) == whole
        assert not (tmp_path / "there" / "media" / "later.mp4").exists()


def test_a_set_whose_results_do_not_follow_from_its_journal_is_faulty(transactional_db, enrolment, now, tmp_path):
    complete(enrolment, now=now)
    Attempt.objects.update(score=0.25)
    (tmp_path / "sets").mkdir()
    own = {"BACKUP_TO": str(tmp_path / "sets"), "BACKUP_KEY": make_key(tmp_path / "key")}
    with machine(tmp_path / "here", of=str(connection.settings_dict["NAME"])) as here:
        done("backup", **here, **own)
        said = manage("backup", "verify", "latest", "--key", str(tmp_path / "key"), **here, **own)
    assert said.returncode == 1 and "Traceback" not in said.stderr
    assert "“manage.py rebuild_progress --check” failed on what was restored" in said.stderr


def about(file: Path, **values: object) -> Path:
    """The set with other values in `about.json`."""
    return rewritten(
        file,
        lambda name, content: (
            name,
            json.dumps(json.loads(content) | values).encode() if name == "about.json" else content,
        ),
    )


def refusal(file: Path, *options: str) -> str:
    """Return what `restore` says, with nothing changed."""
    before = (User.objects.count(), *restoring.what_is_here()[1:])
    with pytest.raises(CommandError) as refused:
        call_command("restore", str(file), "--key", str(file.parent.parent / "key"), *options)
    assert (User.objects.count(), *restoring.what_is_here()[1:]) == before
    assert not [path for path in Path(file.parent.parent, "data").iterdir() if path.name.startswith(".aside")]
    return str(refused.value)


ALL = "--delete-present-data"


class TestRefusing:
    def test_onto_data_says_which(self, made, installation):
        said = refusal(made)
        assert "Here is data already" in said and "with 1 people" in said
        assert f"3 files in {installation / 'data'}" in said and ALL in said

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"program": "99.0"}, "was made by Mafunzo 99.0; this is"),
            ({"format": 2}, "Install that version"),
            ({"schema": {"people.0002_later": ""}}, "migrations that are not here (people.0002_later)"),
            ({"schema": {"people.0001_initial": "other"}}, "another state of Mafunzo"),
            ({"database": "mysql"}, "The set is of mysql, and this site is set to"),
            ({"files": "bucket"}, "come from a bucket. Set S3_BUCKET"),
            ({"secret_key": "other"}, "SECRET_KEY is not that of the set"),
        ],
    )
    def test_what_does_not_fit_changes_nothing(self, made, values, sentence):
        assert sentence in refusal(about(made, **values), ALL)

    def test_a_set_that_was_cut_off_changes_nothing(self, made):
        os.truncate(made, made.stat().st_size - 70_000)
        assert "cut off" in refusal(made, ALL)

    def test_a_full_disk_changes_nothing(self, made, installation, settings):
        small = installation / "small"
        small.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small], capture_output=True).returncode:
            pytest.skip("needs the right to mount a small disk")
        try:
            settings.DATA_DIR = small
            with pytest.raises(CommandError, match=r"No space left on device\. Make room there"):
                call_command("restore", str(made), "--key", str(installation / "key"), ALL)
            assert User.objects.count() == 1
            assert {path.name for path in small.iterdir()} == {".backup.lock", ".lock"}
        finally:
            subprocess.run(["umount", small], check=True)

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's own programs")
    def test_a_dump_that_cannot_be_loaded_changes_nothing(self, transactional_db, tmp_path):
        User.objects.create_user("KE-1", name="Amina")
        (tmp_path / "dump").write_bytes(b"PGDMP" + b"x" * 5000)
        with pytest.raises(Refused, match="could not be restored, and is as it was"):
            restoring.load_dump(tmp_path / "dump", connection.settings_dict)
        assert User.objects.count() == 1


def test_the_settings_in_a_set_are_printed(installation, settings, monkeypatch, capsys):
    monkeypatch.setenv("BACKUP_KEY", settings.BACKUP_KEY)
    call_command("backup")
    call_command("backup", "settings", "latest", "--key", str(installation / "key"))
    assert f"BACKUP_KEY={settings.BACKUP_KEY}\n" in capsys.readouterr().out


class TestVerifying:
    def verify(self, file: Path) -> str:
        with pytest.raises(CommandError) as refused:
            call_command("backup", "verify", str(file), "--key", str(file.parent.parent / "key"))
        return str(refused.value)

    def test_rows_that_are_missing_are_named(self, made):
        def counted(name, content):
            manifest = json.loads(content) if name == "manifest.json" else {}
            if manifest:
                manifest["counts"]["people_user"] = 7
            return name, json.dumps(manifest).encode() if manifest else content

        assert "Restored tables have not the rows of the manifest: people_user" in self.verify(rewritten(made, counted))

    def test_a_fault_is_noted_for_health(self, made, settings):
        os.truncate(made, made.stat().st_size // 2)
        self.verify(made)
        assert "cut off" in BackupSet.objects.get(name=made.name).fault

    def test_a_wrong_key_is_no_fault_of_the_set(self, made, installation):
        notes.note_verified(made.name, NOW, "", NOW)
        make_key(installation / "another")
        with pytest.raises(CommandError, match="encrypted for another key"):
            call_command("backup", "verify", str(made), "--key", str(installation / "another"))
        assert notes.last_good() == made.name

    def test_needs_the_key(self, made):
        with pytest.raises(CommandError, match="Name the file of the private key with --key"):
            call_command("backup", "verify", "latest")
