"""A limit on the time of one call inside a task.

Those of Celery are for whole tasks, and kept by a pool of processes alone.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from celery.exceptions import SoftTimeLimitExceeded

AGAIN = 5
"""Seconds after which who went on all the same is interrupted again."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise `SoftTimeLimitExceeded` in the block once it has taken so many `seconds`.

    The alarm of the process interrupts Python code and waiting in its main thread, where the workers of Celery run
    tasks. In another thread nothing can be interrupted, so there the block has no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise SoftTimeLimitExceeded(seconds)

    began, outer = time.monotonic(), signal.signal(signal.SIGALRM, interrupt)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, outer)
        if left:  # that of a block around this one goes on
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - began), 0.001), again)
