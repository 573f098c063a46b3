"""Background work of this room. It starts from rows, so that a lost message loses nothing."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from . import calculating
from .regrading import services as regrading


@shared_task
def calculate_statistics(pk: int) -> None:
    """Compute the statistics that one row asks for."""
    calculating.calculate(pk, now=timezone.now())


@shared_task
def run_regrade(pk: str) -> None:
    """Change the results that one corrected key concerns."""
    regrading.run(UUID(pk), now=timezone.now())
