"""Background work of files. It starts from rows, and is done again by a sweep when it was lost."""

from datetime import timedelta

from django.utils import timezone

from lms.foundation.work.task import task

from . import services


@task()
def make_file(pk: int) -> None:
    """Make a file that somebody asked for."""
    services.make(pk)


@task(every=timedelta(minutes=1))
def sweep_files() -> int:
    """Queue the files whose task was lost. Returns how many."""
    return services.resume(now=timezone.now())


@task(every=timedelta(minutes=10))
def delete_files() -> int:
    """Delete the files of a day ago. Returns how many."""
    return services.delete_old(now=timezone.now())
