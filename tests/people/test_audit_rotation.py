"""Old entries go from the database into files: each once, whenever the job is killed."""

import gzip
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from lms.people.audit import rotation
from lms.people.audit.models import AuditEntry, AuditFile
from lms.people.audit.services import note
from lms.people.tasks import rotate_audit_log

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
OCTOBER = datetime(2024, 10, 30, 9, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    settings.AUDIT_DIR = tmp_path / "kept" / "audit"
    return settings.AUDIT_DIR


@pytest.fixture
def old(db, wanjiru) -> list[int]:
    """Five entries, half a day from one to the next, across the end of a month; all are older than two years."""
    return [note("signed_in", person=wanjiru, now=OCTOBER + timedelta(hours=12 * n)).pk for n in range(5)]


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def kept(folder: Path) -> list[int]:
    return [line["id"] for path in sorted(folder.iterdir()) for line in read(path)]


def here() -> list[int]:
    return list(AuditEntry.objects.filter(action="signed_in").order_by("pk").values_list("pk", flat=True))


class TestRotating:
    def test_moves_what_is_older_than_the_days_of_the_setting_into_a_file_a_month(self, folder, old, wanjiru):
        fresh = note("signed_in", person=wanjiru, now=NOW - timedelta(days=729))
        assert rotation.rotate(NOW) == 5
        assert here() == [fresh.pk]
        assert [path.name for path in sorted(folder.iterdir())] == [
            "audit-2024-10.jsonl.gz",
            "audit-2024-11.jsonl.gz",
        ]
        assert kept(folder) == old

    def test_keeps_every_field_and_people_by_number_alone(self, folder, wanjiru, academy):
        entry = note("password_changed", by=wanjiru, person=wanjiru, now=OCTOBER, known_to_others=False)
        rotation.rotate(NOW)
        [line] = read(folder / "audit-2024-10.jsonl.gz")
        assert line == {
            "id": entry.pk,
            "at": "2024-10-30T09:00:00+00:00",
            "action": "password_changed",
            "by": wanjiru.pk,
            "person": wanjiru.pk,
            "institution": academy.pk,
            "page": "",
            "client": "",
            "data": {"known_to_others": False},
        }

    def test_makes_files_that_nobody_else_reads(self, folder, old):
        rotation.rotate(NOW)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}

    def test_a_second_time_on_the_same_day_and_the_next_day_adds_what_is_new(self, folder, old, wanjiru):
        assert (rotation.rotate(NOW), rotation.rotate(NOW)) == (5, 0)
        later = note("signed_in", person=wanjiru, now=OCTOBER + timedelta(minutes=1))
        assert rotation.rotate(NOW) == 1
        assert sorted(kept(folder)) == [*old, later.pk]

    def test_goes_batch_by_batch(self, folder, old, monkeypatch):
        monkeypatch.setattr(rotation, "BATCH", 2)
        assert rotation.rotate(NOW) == 5
        assert kept(folder) == old
        assert sum(AuditFile.objects.values_list("entries", flat=True)) == 5

    def test_the_daily_task_moves_and_forgets(self, folder, old, settings):
        settings.AUDIT_FILE_DAYS = 0
        assert rotate_audit_log() == 5
        assert list(folder.iterdir()) == []


class TestKilled:
    def test_after_the_lines_are_on_the_disk_and_before_the_rows_are_gone(self, folder, old):
        with transaction.atomic():
            rotation.rotate(NOW)
            transaction.set_rollback(True)
        assert here() == old
        assert kept(folder) == old, "they are in both places for now"
        assert rotation.rotate(NOW) == 5
        assert (here(), kept(folder)) == ([], old)

    def test_in_the_middle_of_a_line(self, folder, old, wanjiru):
        rotation.rotate(NOW)
        path = folder / "audit-2024-10.jsonl.gz"
        with path.open("ab") as file:
            file.write(gzip.compress(b"x" * 1000)[:20])
        later = note("signed_in", person=wanjiru, now=OCTOBER)
        rotation.rotate(NOW)
        assert sorted(kept(folder)) == [*old, later.pk]

    def test_while_the_database_is_restored_from_a_copy_that_is_older(self, folder, old, wanjiru):
        """The copy has the rows that were moved since, and says how long the file was then."""
        with transaction.atomic():
            rotation.rotate(NOW)
            transaction.set_rollback(True)
        note("signed_in", person=wanjiru, now=OCTOBER + timedelta(minutes=1))
        rotation.rotate(NOW)
        assert len(kept(folder)) == len(set(kept(folder))) == 6


class TestAFile:
    def test_that_was_cut_stays_as_it_is_and_the_next_part_goes_on(self, folder, old, wanjiru, caplog):
        rotation.rotate(NOW)
        path = folder / "audit-2024-10.jsonl.gz"
        path.write_bytes(path.read_bytes()[:-9])
        later = note("signed_in", person=wanjiru, now=OCTOBER)
        rotation.rotate(NOW)
        assert [line["id"] for line in read(folder / "audit-2024-10.2.jsonl.gz")] == [later.pk]
        assert "shorter than what was written" in caplog.text
        again = note("signed_in", person=wanjiru, now=OCTOBER)
        rotation.rotate(NOW)
        assert [line["id"] for line in read(folder / "audit-2024-10.2.jsonl.gz")] == [later.pk, again.pk]

    def test_that_is_a_link_is_not_followed(self, folder, old, tmp_path):
        folder.mkdir(parents=True)
        (tmp_path / "elsewhere").write_text("precious")
        (folder / "audit-2024-10.jsonl.gz").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(OSError, match="audit-2024-10"):
            rotation.rotate(NOW)
        assert (tmp_path / "elsewhere").read_text() == "precious"
        assert here() == old

    def test_goes_when_its_month_is_older_than_the_days_of_the_setting(self, folder, old, settings):
        rotation.rotate(NOW)
        settings.AUDIT_FILE_DAYS = 750
        assert rotation.forget_files(NOW) == 1
        assert [path.name for path in folder.iterdir()] == ["audit-2024-11.jsonl.gz"]
        assert list(AuditFile.objects.values_list("month", flat=True)) == ["2024-11"]

    def test_that_is_gone_already_is_forgotten_all_the_same(self, folder, old, settings):
        rotation.rotate(NOW)
        (folder / "audit-2024-10.jsonl.gz").unlink()
        settings.AUDIT_FILE_DAYS = 0
        assert rotation.forget_files(NOW) == 2
        assert not AuditFile.objects.exists()
