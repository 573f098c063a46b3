"""Background work for those who teach."""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from .standing import renewal


@task(every=timedelta(seconds=30))
def renew_recent() -> None:
    """Renew the standings in cohorts that changes or the time have made old."""
    renewal.renew_recent(now=timezone.now())


@task(every=timedelta(hours=1))
def renew_all() -> None:
    """Renew all standings in cohorts, for what no other way notices."""
    renewal.renew_in_turn(now=timezone.now())
