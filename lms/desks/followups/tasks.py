"""Tasks of this room."""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import services


@task(every=timedelta(minutes=15))
def plan_and_ask() -> int:
    """Plan what is asked after courses that were completed, and ask what is due. Returns how many people were asked."""
    services.plan_all(now=timezone.now())
    return services.ask_due(now=timezone.now())
