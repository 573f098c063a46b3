"""Background work of this room."""

from datetime import time, timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import due_notices, own_addresses, services
from .channels.push import subscriptions
from .channels.sms import claims
from .delivery import sender


@task(every=timedelta(minutes=2))
def tell() -> int:
    """Write down what is to be told now, and send what waits. Returns how many deliveries were tried."""
    due_notices.gather(now=timezone.now())
    return sender.sweep(now=timezone.now())


@task()
def send_address_code(pk: int) -> None:
    """Send the code that proves an address."""
    own_addresses.send_code(pk)


@task(daily_at=time(2, 20))
def forget_text_messages() -> int:
    """Delete the keys of text messages that nobody tries again. Returns how many rows."""
    return claims.delete_old(now=timezone.now())


@task(daily_at=time(2, 30))
def forget_notices() -> int:
    """Delete notices that were told long ago. Returns how many rows."""
    return services.delete_old(now=timezone.now())


@task(daily_at=time(2, 40))
def forget_browsers() -> int:
    """Delete browsers to which no push came for half a year. Returns how many rows."""
    return subscriptions.delete_unused(now=timezone.now())
