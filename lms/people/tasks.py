"""Background work on accounts."""

from celery import shared_task
from django.utils import timezone

from . import throttling


@shared_task
def forget_failures() -> int:
    """Delete failed sign-ins that no longer count. Returns how many."""
    return throttling.forget(timezone.now())
