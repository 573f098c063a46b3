"""Tasks of this room."""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import schedules


@task(every=timedelta(minutes=5))
def begin_scheduled_reports() -> int:
    """Begin the files whose time has come. Returns how many."""
    return schedules.make_due(now=timezone.now())
