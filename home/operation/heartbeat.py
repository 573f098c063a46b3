"""The workers' signs of life, one row for each queue: what Redis forgets is not taken for silence."""

from datetime import datetime, timedelta

from ..models import Heartbeat

SILENT_AFTER = timedelta(minutes=3)


def beat(queue: str, now: datetime) -> None:
    """Note that a worker took something from `queue` at `now`."""
    Heartbeat.objects.update_or_create(queue=queue, defaults={"seen_at": now})


def last(queue: str) -> datetime | None:
    """When a worker last took something from `queue`; None where none ever did."""
    return Heartbeat.objects.filter(queue=queue).values_list("seen_at", flat=True).first()
