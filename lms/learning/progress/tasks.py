"""Background work: each task starts from rows, may run twice, and is queued again by the sweep when it was lost."""

from datetime import time, timedelta

from django.utils import timezone

from lms.foundation.work.queueing import queue
from lms.foundation.work.task import task

from .completion import programmes
from .enrolments import assignment_services, corrections, enrolment_services, programme_additions
from .journal import deadlines


@task()
def run_assignment(pk: int) -> None:
    """Enrol the people of one assignment."""
    assignment_services.run_assignment(pk)


@task()
def move_corrections() -> None:
    """Move people under way to the newest correction of their edition."""
    corrections.move(now=timezone.now())


@task(soon=True, every=timedelta(seconds=30))
def sweep_deadlines() -> None:
    """Submit what is saved in attempts whose time is over."""
    deadlines.sweep()


@task(daily_at=time(0, 5))
def complete_programmes() -> int:
    """Complete, once a day, programmes whose last missing course was closed, or is not required any more. Returns how
    many.
    """
    return sum(one.missing for one in programmes.differences(write=True))


@task(daily_at=time(0, 20))
def give_added_courses() -> int:
    """Assign, once a day, courses added to a programme to everybody who was given the programme. Returns how often."""
    return programme_additions.give_added(now=timezone.now())


@task(daily_at=time(0, 30))
def fill_rank_bands() -> int:
    """Look up, once a day, bands of ranks that an earlier release did not keep. Returns how many."""
    return enrolment_services.fill_rank_bands()


@task(soon=True, every=timedelta(minutes=1))
def sweep() -> None:
    """Take up what was lost: assignments that nobody is working on, and moves to a correction."""
    assignment_services.resume(now=timezone.now())
    if corrections.waiting():
        queue("progress.move_corrections")
