"""Work in a process of its own is bounded and takes nothing else with it."""

import os
import signal
import time

import pytest

from lms.foundation.work.sandbox import MEGABYTE, Failed, Limits, TooHeavy, TooSlow, run_in_sandbox

TIGHT = Limits(computing=1, waiting=60, memory=24 * MEGABYTE)


def is_gone(child):
    """Has this child of the tests' own process ended, and is it waited for? It may have others, such as a browser's."""
    with pytest.raises(ChildProcessError):
        os.waitpid(child, os.WNOHANG)
    return True


def with_its_id(work):
    """`work`, with the id of the process that does it before all else."""

    def begin():
        yield os.getpid()
        yield from work

    return begin


@pytest.mark.once
class TestConfined:
    def test_gives_what_the_work_yields(self):
        given = [1, {"a": "ፈተና"}, None, "\n" * 3, "x" * MEGABYTE]

        child, *found = run_in_sandbox(with_its_id(given))

        assert found == given
        assert is_gone(child)

    def test_gives_what_there_is_before_it_stops_what_computes_without_end(self):
        def work():
            yield 1
            while True:
                pass

        found = run_in_sandbox(with_its_id(work()), limits=TIGHT)
        child = next(found)

        assert next(found) == 1
        with pytest.raises(TooHeavy):
            next(found)
        assert is_gone(child)

    def test_stops_what_takes_more_memory_than_it_may(self):
        with pytest.raises(TooHeavy):
            list(run_in_sandbox(lambda: [len(bytearray(256 * MEGABYTE))], limits=TIGHT))

    def test_stops_what_does_not_end_in_time(self):
        found = run_in_sandbox(with_its_id(map(time.sleep, [600])), limits=Limits(waiting=2))
        child = next(found)

        with pytest.raises(TooSlow):
            next(found)
        assert is_gone(child)

    def test_tells_what_was_killed_from_what_broke(self):
        with pytest.raises(TooHeavy):
            list(run_in_sandbox(lambda: [os.kill(os.getpid(), signal.SIGKILL)]))
        with pytest.raises(Failed):
            list(run_in_sandbox(lambda: map(int, ["none"])))

    def test_ends_with_whoever_takes_no_more(self):
        found = run_in_sandbox(with_its_id(map(str, range(10**9))))
        child = next(found)

        assert next(found) == "0"
        found.close()
        assert is_gone(child)
