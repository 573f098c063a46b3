"""Background work for plugins: each task starts from rows, may run twice,
and is done by the sweep when its message was lost.
"""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.queueing import queue
from lms.foundation.work.task import task

from . import deliveries, jobs


@task(time_limit=deliveries.LONGEST + jobs.GRACE)
def deliver(pk: int) -> None:
    """Hand one event to one receiver."""
    deliveries.deliver_event(pk, now=timezone.now())


@task(every=timedelta(minutes=1))
def sweep() -> int:
    """Deliver what is due and was not delivered."""
    return deliveries.sweep(now=timezone.now())


@task(soon=True, every=timedelta(minutes=1))
def run_jobs() -> None:
    """Queue each job that is due, each as a task of its own: one that hangs holds up no other."""
    for slug in jobs.due(now=timezone.now()):
        queue("switchboard.run_job", slug)


@task(soft_time_limit=jobs.LONGEST, time_limit=jobs.LONGEST + jobs.GRACE)
def run_job(slug: str) -> None:
    """Run one job where it is due."""
    jobs.run(slug, now=timezone.now())
