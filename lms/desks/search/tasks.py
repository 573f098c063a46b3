"""Background work of this room."""

from datetime import timedelta

from lms.foundation.work.task import task

from . import indexing


@task(every=timedelta(minutes=5))
def read_contents() -> int:
    """Read what was released and is not read yet. Returns how many contents."""
    return indexing.index_waiting()
