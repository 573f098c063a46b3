"""Keeps the web server, the workers and the scheduler running side by side, and ends all together.

Run as a program it holds nothing of Django: the process that only watches takes a tenth of the memory.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

PAUSE = 0.5
GRACE = 10.0
TOO_OFTEN = 5
WITHIN = 60.0
LONGEST_WAIT = 30.0


@dataclass
class Child:
    """One command that has to run all the time, and when it was started of late."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    starts: list[float] = field(default_factory=list)
    start_at: float = 0.0

    def start(self) -> None:
        # Its own session: Ctrl-C reaches only us, and we end the children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.starts = [*(at for at in self.starts if time.monotonic() - at < WITHIN), time.monotonic()]

    def wait(self) -> float:
        """Note that it ended and gives the seconds until it is started again: none at first, then 1, 2, 4 and so on."""
        self.process = None
        pause = min(2.0 ** (len(self.starts) - 2), LONGEST_WAIT) if len(self.starts) > 1 else 0.0
        self.start_at = time.monotonic() + pause
        return pause

    @property
    def status(self) -> int | None:
        """How it ended; None while it runs or waits to be started again."""
        return None if self.process is None else self.process.poll()

    @property
    def due(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_at

    @property
    def hopeless(self) -> bool:
        return len(self.starts) >= TOO_OFTEN


class Stopped(Exception):
    """Somebody asked us to end."""


def supervise(commands: Mapping[str, Sequence[str]], *, say: Callable[[str], None]) -> int:
    """Run `commands` until Ctrl-C or SIGTERM; returns the exit status.

    One that ends is started again, each time after a longer pause. The first is what all others are there for: if it
    keeps ending, all end.
    """
    children = [Child(name, command) for name, command in commands.items()]
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        return _watch(children, say)
    except (KeyboardInterrupt, Stopped):
        say("Stopping.")
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(children)


def become(commands: Mapping[str, Sequence[str]]) -> NoReturn:
    """Put a process that supervises `commands`, and nothing else, in the place of this one."""
    os.execv(sys.executable, [sys.executable, "-P", __file__, json.dumps(commands)])  # noqa: S606


def _stop(_number: int, _frame: object) -> None:
    raise Stopped


def _watch(children: list[Child], say: Callable[[str], None]) -> int:
    while True:
        for child in children:
            if child.due:
                child.start()
            if (status := child.status) is None:
                continue
            if child is children[0] and child.hopeless:
                say(f"The {child.name} ended {TOO_OFTEN} times within a minute (status {status}). Stopping everything.")
                return 1
            pause = child.wait()
            say(
                f"The {child.name} ended (status {status}) and is started again{f' in {pause:.0f} s' if pause else ''}."
            )
        time.sleep(PAUSE)


def _end(children: list[Child]) -> None:
    """Ask all to end, and after a while end those that did not."""
    running = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + GRACE
    for process in running:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def python(*arguments: str) -> list[str]:
    """A command of this Python."""
    return [sys.executable, *arguments]


if __name__ == "__main__":
    sys.exit(supervise(json.loads(sys.argv[1]), say=lambda sentence: print(sentence, file=sys.stderr, flush=True)))
