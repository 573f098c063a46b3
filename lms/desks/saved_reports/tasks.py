"""Tasks of this room."""

from datetime import time, timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import files, schedules


@task()
def make_report_file(pk: int) -> None:
    """Make a file of a report that somebody, or a schedule, asked for."""
    files.make(pk)


@task(every=timedelta(minutes=5))
def begin_scheduled_reports() -> int:
    """Begin the files whose time has come, and queue those whose task was lost. Returns how many."""
    now = timezone.now()
    return schedules.make_due(now=now) + files.resume(now=now)


@task(daily_at=time(0, 50))
def forget_report_files() -> int:
    """Delete the files of some days ago. Returns how many."""
    return files.delete_old(now=timezone.now())
