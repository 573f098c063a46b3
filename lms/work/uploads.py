"""Files that somebody uploads and waits for: whatever they are, they are read in a process of its own."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy

from lms.interface.pictures import NoPicture

from .confined import MEGABYTE, Failed, Limits, TooHeavy, TooSlow, confined

LIMITS = Limits(computing=10, waiting=30.0, memory=256 * MEGABYTE)

TOO_HEAVY = gettext_lazy(
    "Reading this file takes too much time or memory. Make it smaller, or divide it, then upload it again."
)


class Unread(Exception):
    """Reading the file took too much, or failed."""


def read_apart(work: Callable[[], Any], *, limits: Limits | None = None) -> Any:
    """The one thing that `work` gives, as JSON carries it. It returns what it refuses, and raises nothing.

    Raises `Unread`.
    """
    try:
        [found] = confined(lambda: [work()], limits=limits or LIMITS)
    except (TooHeavy, TooSlow, Failed) as error:
        raise Unread from error
    return found


def drawn_apart(draw: Callable[[bytes], bytes], data: bytes) -> bytes:
    """The picture that `draw` makes of a file. Raises `NoPicture`."""
    try:
        found = read_apart(partial(_drawn, draw, data))
    except Unread as error:
        raise NoPicture(str(TOO_HEAVY)) from error
    if "why" in found:
        raise NoPicture(found["why"])
    return b64decode(found["drawn"])


def _drawn(draw: Callable[[bytes], bytes], data: bytes) -> dict[str, str]:
    try:
        return {"drawn": b64encode(draw(data)).decode()}
    except NoPicture as why:
        return {"why": str(why)}
