"""Background work of this room."""

from datetime import time

from django.utils import timezone

from lms.work.task import task

from .channels.sms import claiming


@task(daily_at=time(2, 20))
def forget_text_messages() -> int:
    """Delete the keys of text messages that nobody tries again. Returns how many rows."""
    return claiming.forget(now=timezone.now())
