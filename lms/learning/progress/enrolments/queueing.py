"""Having assignments gone through in the background."""

from lms.foundation.work.queueing import queue


def queue_up(pk: int) -> None:
    """Queue the assignment `pk` as a background task, once this is committed."""
    queue("progress.run_assignment", pk)
