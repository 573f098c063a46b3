"""Keeps the web server, the worker and the scheduler running side by side, and ends all three together."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

PAUSE = 0.5
GRACE = 10.0
TOO_OFTEN = 5
WITHIN = 60.0


@dataclass
class Child:
    """One command that has to run all the time, and when it was started of late."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        # Its own session: Ctrl-C reaches only us, and we end the children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.starts = [*(at for at in self.starts if time.monotonic() - at < WITHIN), time.monotonic()]

    @property
    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def hopeless(self) -> bool:
        return len(self.starts) >= TOO_OFTEN


class Stopped(Exception):
    """Somebody asked us to end."""


def supervise(commands: Mapping[str, Sequence[str]], *, say: Callable[[str], None]) -> int:
    """Run `commands` until Ctrl-C or SIGTERM. One that ends is started again; if it keeps ending, all end. Returns the exit status."""
    children = [Child(name, command) for name, command in commands.items()]
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for child in children:
            child.start()
        return _watch(children, say)
    except (KeyboardInterrupt, Stopped):
        say("Stopping.")
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(children)


def _stop(_number: int, _frame: object) -> None:
    raise Stopped


def _watch(children: list[Child], say: Callable[[str], None]) -> int:
    while True:
        time.sleep(PAUSE)
        for child in (child for child in children if child.died):
            status = child.process.returncode if child.process else None
            if child.hopeless:
                say(f"The {child.name} ended {TOO_OFTEN} times within a minute (status {status}). Stopping everything.")
                return 1
            say(f"The {child.name} ended (status {status}) and is started again.")
            child.start()


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
