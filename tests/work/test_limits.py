"""A call that does not end is interrupted, also where no pool of Celery watches over it."""

import signal
import threading
import time

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from lms.foundation.work.limits import time_limit

pytestmark = pytest.mark.once


def wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)


def test_what_does_not_end_is_interrupted():
    began = time.monotonic()
    with pytest.raises(SoftTimeLimitExceeded), time_limit(0.1):
        wait(10)
    assert time.monotonic() - began < 5


def test_what_ends_in_time_is_left_alone_and_no_alarm_stays():
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(30):
        wait(0.01)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0) and signal.getsignal(signal.SIGALRM) is before


def test_the_limit_of_a_block_around_another_goes_on():
    with pytest.raises(SoftTimeLimitExceeded), time_limit(0.3):
        with time_limit(30):
            wait(0.01)
        wait(10)


def test_in_another_thread_nothing_is_interrupted():
    ended = []

    def run() -> None:
        with time_limit(0.01):
            wait(0.1)
        ended.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert ended == [True]
