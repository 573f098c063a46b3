"""Background work on accounts."""

from celery import shared_task
from django.utils import timezone

from . import mailing, outbox, throttling


@shared_task
def forget_failures() -> int:
    """Delete failed sign-ins that no longer count. Returns how many."""
    return throttling.forget(timezone.now())


@shared_task
def send_mail(pk: int) -> None:
    """Send one mail."""
    mailing.send(pk, now=timezone.now())


@shared_task
def sweep_mails() -> int:
    """Send what is due and was not sent; forget what is old. Returns how many were tried."""
    outbox.forget(now=timezone.now())
    return mailing.sweep(now=timezone.now())
