"""Files that somebody uploads and waits for: whatever they are, they are read in a process of its own."""

import fcntl
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from lms.foundation.interface.pictures import NoPicture

from .sandbox import MEGABYTE, Failed, Limits, TooHeavy, TooSlow, run_in_sandbox

LIMITS = Limits(computing=10, waiting=30.0, memory=256 * MEGABYTE)
MOST = 2
"""Readings of one line at once on this machine, whose memory they share."""
WAITING = 3.0
"""Seconds for which one more waits: it holds a thread of the site meanwhile."""

TOO_HEAVY = gettext_lazy(
    "Reading this file takes too much time or memory. Make it smaller, or divide it, then upload it again."
)


class UnreadableUpload(Exception):
    """Reading the file took too much, or failed."""


class Busy(Exception):
    """Refusal while as many files are read as may be at once. The site answers 503: the same file is taken a moment
    later.
    """


def read_in_sandbox(
    work: Callable[[], object], *, limits: Limits | None = None, line: str = "uploads", waiting: float = 0
) -> Any:
    """Return the one result of `work`, as JSON carries it. It returns its refusals, and raises nothing.

    Raises `UnreadableUpload`, and `Busy` where too much of the same `line` is being read: what strangers send has
    one of its own, and keeps nobody waiting who brings a file. It waits for a place for `waiting` seconds, or
    `WAITING`.
    """
    try:
        with limited_place(line, waiting or WAITING):
            [found] = run_in_sandbox(lambda: [work()], limits=limits or LIMITS)
    except (TooHeavy, TooSlow, Failed) as error:
        raise UnreadableUpload from error
    return found


@contextmanager
def limited_place(line: str, waiting: float = 0) -> Iterator[None]:
    """Count as one of the few readings of a `line` inside the block, in whatever process of this machine. Raises
    `Busy`.
    """
    until = time.monotonic() + waiting
    while (place := _place(line)) is None:
        if time.monotonic() >= until:
            raise Busy("Too much is being read at this moment.")
        time.sleep(0.05)
    try:
        yield
    finally:
        fcntl.flock(place, fcntl.LOCK_UN)  # also where a process that another thread begins has it open yet
        os.close(place)


def _place(line: str) -> int | None:
    """Return a file locked for us, as the system has it until its process ends, or None."""
    folder = Path(settings.DATA_DIR, "reading")
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(MOST):
        file = os.open(folder / f"{line}-{number}", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
        else:
            return file
    return None


def convert_in_sandbox(draw: Callable[[bytes], bytes], data: bytes) -> bytes:
    """Return the picture that `draw` makes of a file. Raises `NoPicture`."""
    try:
        found = read_in_sandbox(partial(_drawn, draw, data))
    except UnreadableUpload as error:
        raise NoPicture(str(TOO_HEAVY)) from error
    if "why" in found:
        raise NoPicture(found["why"])
    return b64decode(found["drawn"])


def _drawn(draw: Callable[[bytes], bytes], data: bytes) -> dict[str, str]:
    try:
        return {"drawn": b64encode(draw(data)).decode()}
    except NoPicture as why:
        return {"why": str(why)}
