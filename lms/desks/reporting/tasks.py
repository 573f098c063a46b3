"""Background work of reports."""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from .sums import refresh


@task(every=timedelta(minutes=5))
def refresh_sums() -> None:
    """Count anew what reports keep as sums."""
    refresh.refresh_if_due(now=timezone.now())
