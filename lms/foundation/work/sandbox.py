"""Work on what strangers wrote, in a process of its own: bounded in time and memory, it can be killed,
and takes nothing else with it.
"""

import gc
import json
import logging
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from django.db import connections

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
_TOO_HEAVY, _BROKEN = 3, 4
_LONGEST = 3600
"""Seconds after which the process ends in any case, also where nobody is left who waits for it."""
_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGXCPU, signal.SIGUSR1)
_held: list[Any] = []


@dataclass(frozen=True)
class Limits:
    """Seconds of computing, seconds of waiting for it, and bytes of memory beyond those that this process has."""

    computing: int = 40
    waiting: float = 100.0
    memory: int = 512 * MEGABYTE


LIMITS = Limits()


class TooHeavy(Exception):
    """The work took more computing or memory than it may, and was stopped."""


class TooSlow(Exception):
    """The work was stopped because it did not end in time: this machine may have been busy with something else."""


class Failed(Exception):
    """The work raised something, which is in the log."""


def run_in_sandbox(work: Callable[[], Iterable[object]], *, limits: Limits = LIMITS) -> Iterator[Any]:
    """Yield the results of `work`, one after the other, as JSON carries them. It has no database and no open file of
    ours.

    Raises `TooHeavy`, `TooSlow` or `Failed`, maybe after some of it was yielded.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(work, writing, limits)
    os.close(writing)
    try:
        yield from map(json.loads, _lines(reading, limits.waiting))
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        os.close(reading)
    _judge(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def _lines(pipe: int, waiting: float) -> Iterator[bytes]:
    """Yield the lines that come through the pipe. Only the time that is spent waiting for them counts."""
    ready, rest = select.poll(), b""
    ready.register(pipe, select.POLLIN)
    while True:
        before = time.monotonic()
        if not ready.poll(max(0, waiting * 1000)):
            raise TooSlow
        waiting -= time.monotonic() - before
        chunk = os.read(pipe, MEGABYTE)
        if not chunk:
            return
        *lines, rest = (rest + chunk).split(b"\n")
        yield from lines


def _judge(status: int) -> None:
    """Raise the error of a process that ended with `status`, which is negative if a signal ended it: a limit of the
    system, or a killer that needed its memory.
    """
    if status == _BROKEN:
        raise Failed
    if status:
        raise TooHeavy


def _work(work: Callable[[], Iterable[object]], pipe: int, limits: Limits) -> NoReturn:
    """Run the work in the child process. It never returns into the code of its parent."""
    status = _BROKEN
    try:
        _part_from_the_parent(pipe)
        _limit(limits)
        with os.fdopen(pipe, "w", encoding="ascii") as out:
            for thing in work():
                print(json.dumps(thing), file=out, flush=True)
        status = 0
    except MemoryError:
        status = _TOO_HEAVY
    except BaseException:  # whatever the work raises
        log.exception("work in a process of its own failed")
    finally:
        os._exit(status)


def _part_from_the_parent(pipe: int) -> None:
    """Let go of what the parent holds: its signals, its open files, its connections, what its garbage would close."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    gc.freeze()
    os.closerange(3, pipe)
    os.closerange(pipe + 1, os.sysconf("SC_OPEN_MAX"))
    for connection in connections.all(initialized_only=True):
        _held.append(connection.connection)  # to let it go would speak to the database
        connection.connection = None
        connection.ensure_connection = _no_database  # type: ignore[method-assign]  # a bug must not reach the database


def _no_database() -> NoReturn:
    raise RuntimeError("There is no database in a process that reads what strangers wrote.")


def _limit(limits: Limits) -> None:
    signal.alarm(_LONGEST)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_CPU, limits.computing)
    with suppress(OSError):  # a system without /proc limits time alone
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        _set(resource.RLIMIT_AS, pages * resource.getpagesize() + limits.memory)


def _set(what: int, value: int) -> None:
    most = resource.getrlimit(what)[1]
    resource.setrlimit(what, (value if most == resource.RLIM_INFINITY else min(value, most), most))
