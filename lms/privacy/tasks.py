"""Background work of this room."""

from datetime import time, timedelta

from django.utils import timezone

from lms.work.task import task

from . import retention, services


@task(every=timedelta(minutes=10))
def carry_out_erasures() -> int:
    """Erase whoever's waiting time is over. Returns how many."""
    return services.carry_out_due(now=timezone.now())


@task(daily_at=time(2, 10))
def apply_retention() -> int:
    """Delete what is older than it is kept. Returns how many rows."""
    return sum(one.rows for one in retention.apply(now=timezone.now()))
