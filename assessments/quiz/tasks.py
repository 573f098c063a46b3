"""Background work of this room. It starts from rows, so that a lost message loses nothing."""

from celery import shared_task
from django.utils import timezone

from . import calculating


@shared_task
def calculate_statistics(pk: int) -> None:
    """Compute the statistics that one row asks for."""
    calculating.calculate(pk, now=timezone.now())
