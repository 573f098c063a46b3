"""Supervisor that keeps the web server, the workers and the scheduler running, and ends all together.

Each is a fork of the process that watches. What that one has loaded is there once, for all of them, and one that is
started again has it at once.
"""

import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

PAUSE = 0.5
GRACE = 10.0
TOO_OFTEN = 5
WITHIN = 60.0
LONGEST_WAIT = 30.0
LONGEST_SILENCE = 900.0
"""Seconds after which a program that should give signs of life is taken for stuck: longer than any task may run."""
SET_PARENT_DEATH_SIGNAL, SET_NAME = 1, 15
"""Linux's `PR_SET_PDEATHSIG` and `PR_SET_NAME` (prctl.h). By the first a child ends when the process that watches does,
also where that was killed and could end nothing: else it would keep the port. `ps` shows the name.
"""
SIGNALS = (signal.SIGTERM, signal.SIGINT)
fork = multiprocessing.get_context("fork").Process
Program = Callable[[], object]
"""What runs in a process of its own until it is asked to end."""


@dataclass
class Child:
    """One program that has to run all the time, and when it was started of late."""

    name: str
    program: Program
    sign: Path | None = None
    process: BaseProcess | None = None
    starts: list[float] = field(default_factory=list)
    start_at: float = 0.0
    seen: tuple[float, int] = (0.0, 0)

    def start(self) -> None:
        with _held():
            self.process = fork(target=_run, args=(self.name, self.program))
            self.process.start()
        self.starts = [*(at for at in self.starts if time.monotonic() - at < WITHIN), time.monotonic()]
        self.seen = time.monotonic(), 0

    def is_stuck(self) -> bool:
        """Return whether its sign of life, a file that it touches, stayed the same for too long. The hour of the file
        proves nothing: the clock may have been put back.
        """
        if self.sign is None:
            return False
        with suppress(OSError):
            if (touched := self.sign.stat().st_mtime_ns) != self.seen[1]:
                self.seen = time.monotonic(), touched
        return time.monotonic() - self.seen[0] > LONGEST_SILENCE

    def wait(self) -> float:
        """Note that it ended and gives the seconds until it is started again: none at first, then 1, 2, 4 and so on."""
        self.kill()
        self.process = None
        pause = min(2.0 ** (len(self.starts) - 2), LONGEST_WAIT) if len(self.starts) > 1 else 0.0
        self.start_at = time.monotonic() + pause
        return pause

    def kill(self) -> None:
        """End it and what it started, also where it was killed itself and could end nothing."""
        if self.process is not None and self.process.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    @property
    def status(self) -> int | None:
        """The exit code; None while it runs or waits to be started again."""
        return None if self.process is None else self.process.exitcode

    @property
    def due(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_at

    @property
    def hopeless(self) -> bool:
        return len(self.starts) >= TOO_OFTEN


class Stopped(Exception):
    """Request from outside to end."""


def supervise(
    programs: Mapping[str, Program], *, say: Callable[[str], None], signs: Mapping[str, Path] | None = None
) -> int:
    """Run `programs` until Ctrl-C or SIGTERM; returns the exit status. No thread may run and no connection be open.

    One that ends is started again, each time after a longer pause; so is one that has not touched its file among
    `signs` for too long. The first is what all others are there for: if it
    keeps ending, all end.
    """
    children = [Child(name, program, (signs or {}).get(name)) for name, program in programs.items()]
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        return _watch(children, say)
    except (KeyboardInterrupt, Stopped):
        say("Stopping.")
        return 0
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(children)


def _stop(_number: int, _frame: object) -> None:
    raise Stopped


@contextmanager
def _held() -> Iterator[None]:
    """Yield a signal that comes in the block is met after it: the child must not take it for one to its parent."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _run(name: str, program: Program) -> None:
    os.setsid()  # its own session: Ctrl-C reaches only the process that watches, which ends the others in order
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    with suppress(AttributeError, OSError):  # Linux alone has it
        prctl = ctypes.CDLL(None).prctl
        prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
        prctl(SET_NAME, name.encode()[:15], 0, 0, 0)
    program()


def _watch(children: list[Child], say: Callable[[str], None]) -> int:
    while True:
        for child in children:
            if child.due:
                child.start()
            if (status := child.status) is None:
                if child.process is not None and child.is_stuck():
                    say(f"The {child.name} gave no sign of life for {LONGEST_SILENCE:.0f} s and is ended.")
                    child.kill()
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
    for child in children:
        if child.process is not None and child.status is None:
            child.process.terminate()
    deadline = time.monotonic() + GRACE
    while any(child.process is not None and child.status is None for child in children):
        if time.monotonic() > deadline:
            break
        time.sleep(0.05)
    for child in children:
        child.kill()
        if child.process is not None:
            child.process.join()
