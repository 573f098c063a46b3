"""Free space and the days that it lasts."""

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from home.operation.health import disks, hosts
from lms.foundation.plugins.health import DOWN, UP, WARNING

pytestmark = pytest.mark.once

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
GB = 1024**3
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def free(settings, tmp_path, monkeypatch):
    """Lets the disk of the data folder have so many bytes free of 100 GB."""
    settings.DATA_DIR = tmp_path

    def have(number):
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(100 * GB, 100 * GB - number, number))

    return have


@pytest.mark.parametrize(
    ("number", "status", "percent"), [(60 * GB, UP, 60), (3 * GB, WARNING, 3), (50 * 1024**2, DOWN, 0)]
)
def test_the_disk_with_the_least_room_is_told(free, number, status, percent):
    free(number)
    hosts.mark("web", timezone.now())
    found = hosts.disks(timezone.now())
    assert (found.status, found.figures["free_percent"]) == (status, percent)
    assert found.details["disk"] == "data"


def test_a_disk_that_became_full_after_the_mark_is_told(free):
    free(60 * GB)
    hosts.mark("web", timezone.now())
    free(0)
    assert hosts.disks(timezone.now()).status == DOWN


def test_a_sample_is_kept_an_hour_and_a_disk_that_fills_is_forecast(free):
    for hour in range(49):  # a gigabyte an hour
        free((90 - hour) * GB)
        found = disks.measure(NOW + timedelta(hours=hour))
        disks.measure(NOW + timedelta(hours=hour, minutes=30))
    assert found[0]["days_left"] == 1
    assert disks.Disk(**found[0]).is_low


def test_no_forecast_is_made_of_a_few_hours_or_of_a_disk_that_empties(free):
    free(90 * GB)
    assert disks.measure(NOW)[0]["days_left"] is None
    day = 86_400
    assert disks.days_left([(0, 9 * GB), (23 * 3600, 8 * GB)], 8 * GB) is None
    assert disks.days_left([(0, 8 * GB), (2 * day, 9 * GB)], 9 * GB) is None
    assert disks.days_left([(0, 30 * GB), (day, 29 * GB), (2 * day, 28 * GB)], 28 * GB) == 28


def test_samples_that_cannot_be_read_or_written_are_left_out(free, settings):
    free(60 * GB)
    disks.measure(NOW)
    file = settings.DATA_DIR / "health" / "disks.json"
    file.write_text("{")
    assert disks.measure(NOW)[0]["free"] == 60 * GB
    assert file.read_text().startswith('{"data"')
    shutil.rmtree(file.parent)
    file.parent.write_text("a file where the folder should be")
    assert disks.measure(NOW)[0]["free"] == 60 * GB


def test_a_disk_is_measured_once_however_many_folders_it_holds(free, settings, tmp_path):
    free(60 * GB)
    settings.BACKUP_TO = str(tmp_path)
    assert [one["kind"] for one in disks.measure(NOW)] == ["data"]
    settings.BACKUP_TO = "/proc"
    if os.stat("/proc").st_dev != os.stat(tmp_path).st_dev:
        assert [one["kind"] for one in disks.measure(NOW)] == ["data", "backups"]
