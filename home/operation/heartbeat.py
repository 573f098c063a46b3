"""The workers' signs of life, one row for each queue: what Redis forgets is not taken for silence."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from ..models import Heartbeat

SILENT_AFTER = timedelta(minutes=3)


def beat(queue: str, now: datetime) -> None:
    """Note that a worker took something from `queue` at `now`."""
    Heartbeat.objects.update_or_create(queue=queue, defaults={"seen_at": now})


def last(queue: str) -> datetime | None:
    """Return when a worker last took a task from `queue`; None where none ever did."""
    return Heartbeat.objects.filter(queue=queue).values_list("seen_at", flat=True).first()


def sign_of(worker: str) -> Path:
    """Return the file that the worker called `worker` touches as each task begins, for `manage.py serve`, which watches
    it.
    """
    return Path(settings.DATA_DIR, "queue", f"alive-{worker}")


def show(hostname: str) -> None:
    """Touch the file of the worker with that `hostname`; where nobody serves there is no folder for it."""
    worker, at, _host = hostname.partition("@")
    with suppress(OSError):
        if at:
            sign_of(worker).touch()
