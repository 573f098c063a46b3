"""Free space of the disks of this machine, now and in the days to come."""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import linear_regression
from typing import Any

from django.conf import settings

MB = 1024 * 1024
FULL, LOW = 100 * MB, 5 * 1024 * MB
"""Bytes: below the first nothing works for long; below the second, or a tenth of the disk, somebody has to look."""
SOON = 14
"""Days left from which on somebody has to look."""
BETWEEN, KEPT, KNOWN = timedelta(hours=1), timedelta(days=14), timedelta(days=1)
"""Time between samples, how long they are kept, and the shortest time that allows a forecast."""
FAR = 365
"""Days after which no forecast is made."""
_OF_POSTGRESQL = Path("/var/lib/postgresql"), Path("/var/lib/pgsql")
Samples = dict[str, list[tuple[float, int]]]


@dataclass(frozen=True)
class Disk:
    """Disk of the folder of one kind (`data`, `database`, `backups`): bytes `free` of `total`, and the days until it is
    full, None where it does not fill or too little is known.
    """

    kind: str
    free: int
    total: int
    days_left: int | None = None

    @property
    def percent(self) -> int:
        return self.free * 100 // self.total

    @property
    def is_full(self) -> bool:
        return self.free < FULL

    @property
    def is_low(self) -> bool:
        return self.free < min(LOW, self.total // 10) or (self.days_left is not None and self.days_left < SOON)


def measure(now: datetime) -> list[dict[str, Any]]:
    """Measure the disks of this machine, each once however many folders it holds, and keep a sample an hour."""
    found, seen = [], set()
    for kind, folder in _folders().items():
        with suppress(OSError):
            if (device := os.stat(folder).st_dev) not in seen:
                seen.add(device)
                usage = shutil.disk_usage(folder)
                found.append(Disk(kind, usage.free, usage.total))
    samples = _sampled(found, now)
    return [
        asdict(Disk(one.kind, one.free, one.total, days_left(samples.get(one.kind, []), one.free))) for one in found
    ]


def days_left(samples: list[tuple[float, int]], free: int) -> int | None:
    """Return in how many days `free` bytes are used up, by the straight line through `samples` of (seconds, bytes)."""
    if not samples or samples[-1][0] - samples[0][0] < KNOWN.total_seconds():
        return None
    slope = linear_regression(*zip(*samples, strict=True)).slope
    days = free / -slope / 86_400 if slope < 0 else FAR
    return int(days) if days < FAR else None


def _folders() -> dict[str, Path]:
    host = settings.DATABASES["default"].get("HOST", "")
    of_database = next((folder for folder in _OF_POSTGRESQL if folder.exists()), None)
    is_local = host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")
    folders = {"data": Path(settings.DATA_DIR)}
    if of_database and is_local and "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        folders["database"] = of_database
    if settings.BACKUP_TO.startswith("/"):
        folders["backups"] = Path(settings.BACKUP_TO)
    return folders


def _sampled(found: list[Disk], now: datetime) -> Samples:
    """Return the samples with one of now where the last is an hour old. One that cannot be written is left out."""
    file = Path(settings.DATA_DIR, "health", "disks.json")
    try:
        samples: Samples = json.loads(file.read_text())
    except (OSError, ValueError):
        samples = {}
    at = now.timestamp()
    due = [
        one
        for one in found
        if at - max((s for s, _free in samples.get(one.kind, [])), default=0) >= BETWEEN.total_seconds()
    ]
    for one in due:
        kept = [sample for sample in samples.get(one.kind, []) if at - KEPT.total_seconds() < sample[0] <= at]
        samples[one.kind] = [*kept, (at, one.free)]
    if due:
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(f".{os.getpid()}")
            draft.write_text(json.dumps(samples))
            draft.replace(file)
    return samples
