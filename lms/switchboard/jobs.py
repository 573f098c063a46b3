"""Jobs: work of plugins from time to time, for the institutions where they are on."""

import logging
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded

from lms.foundation.plugins.job import Job, jobs
from lms.foundation.plugins.runtime import exits, faults, guard
from lms.foundation.plugins.runtime.activation import owner_of
from lms.foundation.work.limits import time_limit
from lms.people.directory.institutions import Institution

from .models import LEASE, LEFT_ALONE, JobRun

LONGEST, GRACE = 240, 30
"""Seconds that a job may run, and seconds in which it may still end by itself; then its process is killed,
and another goes on.
"""
log = logging.getLogger(__name__)


def due(*, now: datetime) -> list[str]:
    """Return the slugs of the jobs that should run now, also if the clock was put back since they ran. One statement,
    none if there are no jobs.
    """
    known = {job.slug: job for job in jobs}
    ran: dict[str, datetime | None] = (
        dict(JobRun.objects.filter(slug__in=known).values_list("slug", "ran_at")) if known else {}
    )
    rests = {slug for slug, last in ran.items() if last and now - known[slug].every < last <= now + LEASE}
    return [slug for slug in known if slug not in rests]


def run(slug: str, *, now: datetime) -> bool:
    """Run the job `slug`, unless it is gone, is not due or somebody else is at it.

    What it raises is kept on its row.
    """
    job = jobs.find(slug)
    if job is None or guard.is_aside(call_of(job)):
        return False
    JobRun.objects.get_or_create(slug=slug)
    if not JobRun.objects.claim(slug, every=job.every, now=now):
        return False
    try:
        error, until = _error_of(job, now=now), None
    except SoftTimeLimitExceeded:
        log.error("job did not end, it is left alone for an hour: %s", slug)
        guard.broke(call_of(job), SoftTimeLimitExceeded(slug))
        error, until = f"It did not end within {LONGEST} seconds.", now + LEFT_ALONE
    JobRun.objects.filter(slug=slug).update(error=error, busy_until=until)
    return True


def _error_of(job: Job, *, now: datetime) -> str:
    """Run the job and return the error that it raised, as text. Raises `SoftTimeLimitExceeded` if it did not end in
    time.
    """
    plugin = owner_of(type(job))
    institutions = list(
        Institution.objects.where_on(plugin).order_by("path") if plugin else Institution.objects.order_by("path")
    )
    try:
        if institutions:
            with time_limit(LONGEST):
                job.run(institutions, now=now)
    except SoftTimeLimitExceeded:
        raise
    except BaseException as error:  # whatever somebody else's job raises
        if exits.is_exit_order(error):
            raise
        log.error("job failed: %s", job.slug)
        guard.broke(call_of(job), error)
        return f"{type(error).__name__}: {error}"[:300].replace("\x00", "")
    guard.worked(call_of(job))
    return ""


def call_of(job: Job) -> guard.Call:
    """Return the call of the job, as its faults are counted."""
    return guard.Call(owner_of(type(job)), faults.JOB, job.slug)
