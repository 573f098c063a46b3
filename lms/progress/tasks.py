"""Background work: each task starts from rows, may run twice, and is queued again by the sweep when it was lost."""

from celery import shared_task
from django.utils import timezone

from lms.plugins.background import queue

from . import assigning, corrections, deadlines


@shared_task
def run_assignment(pk: int) -> None:
    """Enrol the people of one assignment."""
    assigning.run_assignment(pk, now=timezone.now())


@shared_task
def move_corrections() -> None:
    """Move people under way to the newest correction of their edition."""
    corrections.move(now=timezone.now())


@shared_task
def sweep_deadlines() -> None:
    """Submit what is saved in attempts whose time is over."""
    deadlines.sweep(now=timezone.now())


@shared_task
def sweep() -> None:
    """Take up what was lost: assignments that nobody is working on, and moves to a correction."""
    assigning.resume(now=timezone.now())
    if corrections.waiting():
        queue("lms.progress.tasks.move_corrections")
