"""Answers that are kept for a moment, so that asking often costs nothing."""

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import Any, Generic, TypeVar
from weakref import WeakSet

Answer = TypeVar("Answer")
_all: "WeakSet[Kept[Any]]" = WeakSet()


class Kept(Generic[Answer]):
    """The answer of `ask` in this process, asked anew when it is older than `seconds`.

    One thread asks; meanwhile others get the former answer, and wait where there is none. What `ask` raises is raised,
    and not kept.
    """

    def __init__(self, ask: Callable[[datetime], Answer], *, seconds: float) -> None:
        self._ask, self._seconds, self._lock = ask, seconds, Lock()
        self._known: tuple[Answer] | None = None
        self._until = 0.0
        _all.add(self)

    def __call__(self, now: datetime) -> Answer:
        known = self._known
        if known and (time.monotonic() < self._until or not self._lock.acquire(blocking=False)):
            return known[0]
        if not known:
            self._lock.acquire()
        try:
            if self._known is None or time.monotonic() >= self._until:
                self._known = (self._ask(now),)
                self._until = time.monotonic() + self._seconds
            return self._known[0]
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Ask anew at the next call."""
        self._known = None


def for_a_minute(ask: Callable[[datetime], Answer]) -> Kept[Answer]:
    """Keep the answer of a check that costs more than a statement (a decorator)."""
    return Kept(ask, seconds=60)


def forget_all() -> None:
    """Forget every kept answer of this process."""
    for kept in list(_all):
        kept.forget()
