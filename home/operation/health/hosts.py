"""Marks of the processes: what has to be the same on all machines, and how each machine is doing.

A mark is a keyed digest, never a value. It stands in the cache that all machines share, for ten minutes.
"""

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.crypto import salted_hmac

from lms.foundation.plugins.health import DOWN, UP, Finding, graded
from lms.switchboard.circuit_breaker import shared

from .disks import Disk, measure

SECONDS = 600
"""Time for which a mark stands; a process renews it each minute."""
_NAMES, _MARK = "health-processes", "health-process"
_EQUAL: Mapping[str, Callable[[], object]] = {
    "SECRET_KEY": lambda: "",  # the digest is keyed by it
    "SECRET_KEY_FALLBACKS": lambda: settings.SECRET_KEY_FALLBACKS,
    "BASE_URL": lambda: settings.BASE_URL,
    "TIME_ZONE": lambda: settings.TIME_ZONE,
    "DATABASE_URL": lambda: (settings.DATABASES["default"]["ENGINE"], str(settings.DATABASES["default"]["NAME"])),
    "S3_BUCKET": lambda: settings.STORAGES["default"].get("OPTIONS", {}).get("bucket_name", ""),
    "MAFUNZO_PLUGINS": lambda: sorted(plugin.slug for plugin in settings.PLUGINS),
}


def mark(program: str, now: datetime) -> None:
    """Write the mark of this process, which runs `program` (“web” or the queue of a worker)."""
    name, cache = f"{socket.gethostname()}/{program}", shared()
    with suppress(OSError):  # a full disk is found by others who look
        cache.set(f"{_MARK}-{name}", {"settings": digests(), "files": _folder(), "disks": measure(now)}, SECONDS)
        names = cache.get(_NAMES, [])
        if name not in names:
            cache.set(_NAMES, [*names, name], None)


def marks() -> dict[str, dict[str, Any]]:
    """Return the marks of the last ten minutes by “host/program”."""
    cache = shared()
    names: list[str] = cache.get(_NAMES, [])
    found = cache.get_many([f"{_MARK}-{name}" for name in names])
    by_name = {name: found[key] for name in names if (key := f"{_MARK}-{name}") in found}
    if len(by_name) < len(names):
        cache.set(_NAMES, list(by_name), None)
    return by_name


def digests() -> dict[str, str]:
    """Return a keyed digest of each setting that has to be the same everywhere."""
    return {
        name: salted_hmac("home.health", f"{name} {value()!r}", algorithm="sha256").hexdigest()[:16]
        for name, value in _EQUAL.items()
    }


def _folder() -> list[int]:
    """Return what names the folder of files on every machine that has it, shared or not; nothing for a bucket."""
    if not isinstance(default_storage, FileSystemStorage):
        return []
    file = Path(default_storage.location, ".folder")  # its number tells a shared folder from a copy
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    found = file.stat()
    return [found.st_ino, found.st_mtime_ns]


def same_settings(now: datetime) -> Finding:
    """Report the settings that differ between processes; down where it is the key: nobody stays signed in."""
    all_marks = [one["settings"] for one in marks().values()]
    differing = [name for name in _EQUAL if len({one.get(name) for one in all_marks}) > 1]
    if "SECRET_KEY" in differing:  # it keys the digests of all others
        differing = ["SECRET_KEY"]
    status = graded(down="SECRET_KEY" in differing, warning=differing)
    return Finding(status, {"processes": len(all_marks), "differing": len(differing)}, {"names": ", ".join(differing)})


def same_files(now: datetime) -> Finding:
    """Report several machines of which each keeps files in a folder of its own: what one stores the others lack."""
    by_host = {name.partition("/")[0]: tuple(one["files"]) for name, one in marks().items()}
    return Finding(DOWN if len(set(by_host.values())) > 1 else UP, {"hosts": len(by_host)})


def disks(now: datetime) -> Finding:
    """Report the disk with the least room among all machines: down where it is full, a warning where it is low or will
    be full within two weeks.
    """
    by_host = {name.partition("/")[0]: one["disks"] for name, one in marks().items()}
    by_host[socket.gethostname()] = measure(now)  # a full disk keeps the mark of before
    found = [(host, Disk(**disk)) for host, disks in by_host.items() for disk in disks]
    host, worst = min(found, key=lambda one: (not one[1].is_full, not one[1].is_low, one[1].percent))
    days = [disk.days_left for _host, disk in found if disk.days_left is not None]
    status = graded(down=worst.is_full, warning=worst.is_low)
    figures = {"free_percent": worst.percent, "free_mb": worst.free // 2**20, "days_left": min(days, default=None)}
    return Finding(status, figures, {"disk": worst.kind, "host": host})
