"""Background work of this room."""

from datetime import time, timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import retention, services


@task(every=timedelta(minutes=10))
def carry_out_erasures() -> int:
    """Erase whoever's waiting time is over, and what a plugin could not erase before. Returns how many are erased."""
    now = timezone.now()
    done = services.carry_out_due(now=now)
    services.erase_remainders(now=now)
    return done


@task(daily_at=time(2, 10))
def apply_retention() -> int:
    """Delete what is older than it is kept. Returns how many rows."""
    return sum(one.rows for one in retention.apply(now=timezone.now()))
