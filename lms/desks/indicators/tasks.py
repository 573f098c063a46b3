"""Tasks of this room."""

from datetime import time, timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import services


@task()
def make_snapshot(pk: int) -> None:
    """Seal a value that somebody, or the calendar, asked for."""
    services.make(pk)


@task(daily_at=time(1, 20))
def make_due_snapshots() -> int:
    """Ask for the values that the calendar asks for. Returns how many."""
    return services.make_due(now=timezone.now())


@task(every=timedelta(minutes=5))
def sweep_snapshots() -> int:
    """Queue the values whose task was lost. Returns how many."""
    return services.resume(now=timezone.now())
