"""Background work of the quiz. It starts from rows, may run twice, and is done again by a job when it was lost."""

from uuid import UUID

from django.utils import timezone

from lms.foundation.work.task import task

from .exams import sittings
from .regrading import services as regrading
from .statistics import services


@task()
def calculate_statistics(pk: int) -> None:
    """Compute the statistics that one row asks for."""
    services.calculate(pk, now=timezone.now())


@task()
def run_regrade(pk: str) -> None:
    """Change the results that one corrected key concerns."""
    regrading.run(UUID(pk))


@task(soon=True)
def submit_sitting(pk: int) -> None:
    """Submit what is under way in a sitting that was closed.

    Until then its learners can go on, so it must not wait behind long work.
    """
    sittings.submit([pk], now=timezone.now())
