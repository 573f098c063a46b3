"""Having assignments gone through in the background."""

from lms.foundation.work.queueing import queue


def queue_up(pk: int) -> None:
    """Have somebody take the assignment `pk` up, once this is committed."""
    queue("progress.run_assignment", pk)
