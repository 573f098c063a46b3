"""Files that somebody uploads and waits for: whatever they are, they are read in a process of its own."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

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
