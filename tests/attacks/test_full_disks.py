"""V12: where the disk is full a sentence says so, and no half of a file is kept."""

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from home.operation import outages
from lms.foundation.storage import AtomicFileStorage
from lms.people.administration.roster.models import Roster
from tests.conftest import make_person

from .mutation import browser, held_by, instead


def half(file: File, chunk_size: int | None = None) -> Iterator[bytes]:
    """The chunks of a file of which some is written before the disk is full."""
    yield next(File.chunks(file))
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full(monkeypatch):
    monkeypatch.setattr(ContentFile, "chunks", half)


def test_half_a_file_is_not_served_for_the_whole(db, full):
    name = "kept/half.txt"

    def kept() -> bool:
        with pytest.raises(OSError, match="No space left"):
            default_storage.save(name, ContentFile(b"half"))
        there = default_storage.exists(name)
        default_storage.delete(name)
        return there

    held_by(instead(AtomicFileStorage, "_save", FileSystemStorage._save), attack=kept)


def test_two_files_of_one_name_are_both_kept_and_no_part_is_left(db):
    first, second = (default_storage.save("whole/list.txt", ContentFile(text)) for text in (b"one", b"two"))

    folder = Path(settings.MEDIA_ROOT, "whole")
    assert first == "whole/list.txt" and first != second
    assert sorted(path.read_bytes() for path in folder.iterdir()) == [b"one", b"two"]
    for name in (first, second):
        default_storage.delete(name)


def test_who_brings_a_list_reads_that_there_is_no_room_and_nothing_is_kept(full, academy):
    administrator = make_person("KE-9100", "Administrator", academy, role="administrator")
    file = SimpleUploadedFile("people.csv", b"service number,name\nKE-1,Somebody\n")
    folder = Path(settings.DATA_DIR, "private", "rosters")
    before = set(folder.glob("*"))

    response = browser(administrator).post(reverse("academy:lists"), {"institution": academy.pk, "file": file})

    assert response.status_code == 507
    assert "There is no room left on the server" in response.content.decode()
    assert not Roster.objects.exists()
    assert set(folder.glob("*")) == before


def test_only_a_full_disk_is_called_one():
    assert outages.is_full(OSError(errno.EDQUOT, "Disk quota exceeded"))
    assert not outages.is_full(OSError(errno.EACCES, "Permission denied"))
