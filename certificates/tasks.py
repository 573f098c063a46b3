"""Background work on certificates. It starts from rows, so that a lost message loses nothing."""

import time
from datetime import time as clock_time
from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import services
from .bulk import services as bulk
from .models import Certificate
from .paper.services import render
from .register.services import seal

AT_ONCE = 200
"""How many one sweep looks at."""
SECONDS = 10
"""How long one sweep makes them: deadlines wait for the same worker."""


@task()
def render_certificate(pk: int) -> None:
    """Make the PDF of one certificate; a row that is gone or ready is left alone."""
    certificate = Certificate.objects.filter(pk=pk).first()
    if certificate is not None:
        render(certificate=certificate, now=timezone.now())


@task(daily_at=clock_time(0, 15))
def issue_missing() -> int:
    """Issue, once a day: award what a plugin had refused and refuses no longer. Returns how many."""
    return services.issue_missing(now=timezone.now())


@task(soon=True, every=timedelta(minutes=1))
def sweep() -> int:
    """Make what waits since more than a minute, for some seconds: its message was lost, or its worker.

    Returns how many were tried.
    """
    ends, tried = time.monotonic() + SECONDS, 0
    for certificate in Certificate.objects.late(timezone.now()).order_by("queued_at")[:AT_ONCE]:
        if tried and time.monotonic() > ends:
            break
        render(certificate=certificate, now=timezone.now())
        tried += 1
    return tried


@task(soon=True, every=timedelta(minutes=1))
def seal_register() -> int:
    """Give the new entries of the register their places in the chain. Returns how many."""
    return seal()


@task()
def make_ceremony(pk: int) -> None:
    """Make the files of a ceremony."""
    bulk.make(pk)


@task(every=timedelta(minutes=1))
def sweep_ceremonies() -> int:
    """Queue the ceremonies whose task was lost. Returns how many."""
    return bulk.resume(now=timezone.now())


@task(daily_at=clock_time(0, 35))
def forget_ceremonies() -> int:
    """Delete the files of old ceremonies. Returns how many."""
    return bulk.delete_old(now=timezone.now())
