"""Background work of the quiz. It starts from rows, may run twice, and is done again by a job when it was lost."""

from celery import shared_task
from django.utils import timezone

from .exams import sittings


@shared_task
def submit_sitting(pk: int) -> None:
    """Submit what is under way in a sitting that was closed."""
    sittings.submit([pk], now=timezone.now())
