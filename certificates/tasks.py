"""Background work on certificates. It starts from rows, so that a lost message loses nothing."""

from celery import shared_task
from django.utils import timezone

from . import services
from .models import Certificate

AT_ONCE = 200
"""How many one sweep makes, so that it ends well before the next task limit."""


@shared_task
def render_certificate(pk: int) -> None:
    """Make the PDF of one certificate; a row that is gone or ready is left alone."""
    certificate = Certificate.objects.filter(pk=pk).first()
    if certificate is not None:
        services.render(certificate=certificate, now=timezone.now())


@shared_task
def issue_missing() -> int:
    """Once a day: award what a plugin had refused and refuses no longer. Returns how many."""
    return services.issue_missing(now=timezone.now())


@shared_task
def sweep() -> int:
    """Make what waits since more than a minute: its message was lost, or its worker. Returns how many were tried."""
    late = list(Certificate.objects.late(timezone.now()).order_by("queued_at")[:AT_ONCE])
    for certificate in late:
        services.render(certificate=certificate, now=timezone.now())
    return len(late)
