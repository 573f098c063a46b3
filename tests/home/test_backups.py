"""Sets of backups: what is in one, which faults are refused and with which sentence, and which sets are kept."""

import errno
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyrage import x25519

from home.backups import contents, sets
from home.backups.encryption import Refused, make_key, private_key
from home.backups.places import Folder, place_at
from lms.people.directory.models import User
from lms.version import VERSION
from tests.conftest import NOW

from .backup_sets import installation, made, read, refusal, rewritten  # noqa: F401  fixtures

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's own programs")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of the file of SQLite")


class TestASet:
    def test_has_files_keys_and_settings_and_nothing_that_is_made_anew(self, made, installation, monkeypatch):
        into = installation / "into"
        into.mkdir()
        extract = sets.read(Folder(made.parent), made.name, installation / "key", into)
        files = sorted(str(file.relative_to(into)) for file in (into / "data").rglob("*") if file.is_file())
        assert files == ["data/keys/certificates/set.json", "data/media/film.mp4", "data/private/card.pdf"]
        assert (into / files[1]).read_bytes() == b"media/film.mp4" * 9000
        assert extract.settings["SECRET_KEY"] == os.environ["SECRET_KEY"]
        assert extract.counts["people_user"] == 1
        assert (extract.about["program"], extract.about["database"]) == (VERSION, connection.vendor)

    def test_is_for_its_owner_alone_and_unreadable_without_the_key(self, made, installation):
        assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE((installation / "key").stat().st_mode) == 0o600
        assert os.environ["SECRET_KEY"].encode() not in made.read_bytes()

    def test_takes_the_rows_of_one_moment(self, installation):
        with contents.database() as (pieces, counts):
            User.objects.create_user("KE-2", name="Baraka")
            assert counts["people_user"] == 1
            assert b"".join(pieces)

    @pytest.mark.parametrize("cut", [0.0, 0.001, 0.3, 0.999])
    def test_that_was_cut_off_is_refused(self, made, cut):
        os.truncate(made, int(made.stat().st_size * cut))
        assert "cut off" in refusal(made)

    def test_that_was_altered_is_refused(self, made):
        data = bytearray(made.read_bytes())
        data[len(data) // 2] ^= 1
        made.write_bytes(data)
        assert "altered on its way" in refusal(made)

    def test_of_another_key_is_refused(self, made, installation):
        make_key(installation / "another")
        assert "encrypted for another key" in refusal(made, installation / "another")

    def test_without_its_manifest_is_refused(self, made):
        other = rewritten(made, lambda name, content: None if name == "manifest.json" else (name, content))
        assert "incomplete" in refusal(other)

    @pytest.mark.parametrize("part", ["data/media/film.mp4", "settings.json", "database/000001"])
    def test_with_another_part_than_its_manifest_says_is_refused(self, made, part):
        def change(name, content):
            return name, (b"{}" if name == "settings.json" else content + content) if name == part else content

        assert "not what its manifest says" in refusal(rewritten(made, change))

    @pytest.mark.parametrize("name", ["data/../../key", "/etc/passwd"])
    def test_with_a_file_that_leads_elsewhere_is_refused(self, made, installation, name):
        before = (installation / "key").read_bytes()
        other = rewritten(made, lambda old, content: (name if old.startswith("data/media") else old, content))
        assert "altered" in refusal(other)
        assert (installation / "key").read_bytes() == before

    def test_that_is_none_is_refused(self, made):
        file = made.with_name("letter.txt")
        file.write_text("Dear colleague")
        assert "is no backup" in refusal(file)

    def test_that_is_not_there_is_refused(self, made):
        assert "There is no set" in refusal(made.with_name("mafunzo_mistyped.tar.age"))

    def test_keeps_no_list_of_files_in_memory(self, installation, settings):
        folder = settings.DATA_DIR / "media" / "many"
        folder.mkdir()
        for number in range(300):
            (folder / f"{number}.txt").write_text(str(number))
        name, manifest = sets.write(Folder(installation / "sets"), now=NOW)
        assert manifest["files"] == read(installation / "sets" / name).files == 303
        assert len(json.dumps(manifest)) < 12_000


class TestWriting:
    def left(self, installation) -> list[str]:
        return [file.name for file in (installation / "sets").iterdir()]

    def test_on_a_disk_that_fills_up_leaves_nothing(self, installation, monkeypatch):
        with pytest.raises(OSError, match="No space left"):
            sets.write(FullAfter(100_000, installation / "sets"), now=NOW)
        assert self.left(installation) == []

    def test_on_a_full_disk_says_what_to_do(self, installation, monkeypatch):
        def full(_handle):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(CommandError, match=r"No space left on device\. Make room there"):
            call_command("backup")
        assert self.left(installation) == []

    @on_postgresql
    def test_without_pg_dump_says_what_to_install(self, installation, monkeypatch):
        monkeypatch.setenv("PATH", str(installation))
        with pytest.raises(CommandError, match=r"pg_dump is not installed.*apt install postgresql-client"):
            call_command("backup")
        assert self.left(installation) == []

    @on_postgresql
    @pytest.mark.parametrize(
        ("end", "sentence"),
        [
            ("echo 'error: server version mismatch' >&2; exit 1", "postgresql-client of the server"),
            ("kill -9 $$", "killed"),
        ],
    )
    def test_half_a_dump_is_no_set(self, installation, monkeypatch, end, sentence):
        program = installation / "pg_dump"
        program.write_text(f"#!/bin/sh\nhead -c 100000 /dev/zero\n{end}\n")
        program.chmod(0o700)
        monkeypatch.setenv("PATH", f"{installation}:{os.environ['PATH']}")
        with pytest.raises(CommandError, match=f"pg_dump stopped before its end: .*{sentence}"):
            call_command("backup")
        assert self.left(installation) == []

    @on_sqlite
    def test_a_mistyped_database_is_named(self, installation, monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "NAME", str(installation / "mistyped.sqlite3"))
        with pytest.raises(CommandError, match=r"There is no database .*mistyped\.sqlite3"):
            call_command("backup")
        assert not (installation / "mistyped.sqlite3").exists()
        assert self.left(installation) == []

    def test_a_database_without_people_is_refused(self, installation):
        User.objects.all().delete()
        with pytest.raises(CommandError, match="has no people"):
            call_command("backup")
        assert self.left(installation) == []

    @pytest.mark.parametrize(
        ("setting", "value", "sentence"),
        [
            ("BACKUP_TO", "", "BACKUP_TO is not set"),
            ("BACKUP_TO", "/nowhere/at/all", "There is no folder"),
            ("BACKUP_TO", "s3://host/bucket", "is no address of a bucket"),
            ("BACKUP_KEY", "", "BACKUP_KEY is not set"),
            ("BACKUP_KEY", "age1mistyped", "BACKUP_KEY is no public key"),
        ],
    )
    def test_a_wrong_setting_is_named(self, installation, settings, setting, value, sentence):
        setattr(settings, setting, value)
        with pytest.raises(CommandError, match=sentence):
            call_command("backup")
        assert self.left(installation) == []

    def test_into_the_data_folder_is_refused(self, installation, settings):
        with pytest.raises(Refused, match="lies in the data folder"):
            place_at(str(settings.DATA_DIR / "media"))

    def test_twice_at_once_is_refused(self, installation):
        with contents.alone(), pytest.raises(CommandError, match="Another backup or restore is running"):
            call_command("backup")


class FullAfter:
    """A folder on a disk that has room for so many bytes."""

    def __init__(self, room, path):
        self.room, self.folder = room, Folder(path)

    def names(self):
        return []

    @contextmanager
    def writing(self, name):
        with self.folder.writing(name) as file:

            class Disk:
                flush = file.flush

                def write(disk, data):
                    self.room -= len(data)
                    if self.room < 0:
                        raise OSError(errno.ENOSPC, "No space left on device")
                    return file.write(data)

            yield Disk()


class TestKilled:
    @on_sqlite
    def test_a_killed_backup_leaves_nothing_that_restores(self, installation, settings):
        """The process is killed while it writes a large file; the next one clears up."""
        with (settings.DATA_DIR / "media" / "long.mp4").open("wb") as film:
            film.truncate(3_000_000_000)
        (settings.DATA_DIR / "mafunzo.sqlite3").write_bytes(b"")
        with (
            sqlite3.connect(connection.settings_dict["NAME"]) as source,
            sqlite3.connect(settings.DATA_DIR / "mafunzo.sqlite3") as copy,
        ):
            source.backup(copy)
        own = {
            "MAFUNZO_DATA": str(settings.DATA_DIR),
            "BACKUP_TO": settings.BACKUP_TO,
            "BACKUP_KEY": settings.BACKUP_KEY,
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "backup"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.dev", "TEST_ON": "", **own},
        )
        wait_until(lambda: any(file.stat().st_size > 50_000_000 for file in (installation / "sets").iterdir()))
        process.send_signal(signal.SIGKILL)
        process.wait()

        (part,) = (installation / "sets").iterdir()
        assert sets.times_of([part.name]) == {}
        assert "cut off" in refusal(part)
        assert list(settings.DATA_DIR.glob(f"{contents.ASIDE}*"))
        (settings.DATA_DIR / "media" / "long.mp4").unlink()
        call_command("backup")
        assert [name for name in os.listdir(installation / "sets") if name.endswith(".part")] == []
        assert list(settings.DATA_DIR.glob(f"{contents.ASIDE}*")) == []


def wait_until(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


class TestKey:
    def test_is_never_overwritten(self, tmp_path):
        make_key(tmp_path / "key")
        with pytest.raises(Refused, match="exists and stays as it is"):
            make_key(tmp_path / "key")

    def test_that_cannot_be_read_is_named(self, made, installation):
        (installation / "note").write_text("the key is in the safe")
        assert "holds no private key" in refusal(made, installation / "note")
        assert "cannot be read: No such file" in refusal(made, installation / "nowhere")

    def test_is_of_the_format_age(self, tmp_path):
        public = make_key(tmp_path / "key")
        assert str(private_key(tmp_path / "key").to_public()) == public == str(x25519.Recipient.from_str(public))
