"""Calls to the providers of institutions that are under way: a few to each and to all of them, since each holds a
thread of the site until the provider answers.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from .client import Answer, Unreachable, fetch

MOST = 3
"""Calls to one provider that this process makes at once: a class signs in within seconds, and of the four threads that
a process has on a small machine one is left.
"""
ALTOGETHER = 4
"""Calls to all providers, of the eight threads that it has elsewhere."""
_calls: Counter[Any] = Counter()
_counting = Lock()


def ask(provider: Any, url: str, **how: Any) -> Answer:
    """Call `client.fetch` as one of the calls to `provider`, which is told apart from others by it. Raises
    `Unreachable`, at once if too many are under way.
    """
    with one_of_few(provider):
        return fetch(url, **how)


@contextmanager
def one_of_few(provider: object) -> Iterator[None]:
    """Count as one of the calls to `provider` inside the block. Raises `Unreachable` if there are too many."""
    with _counting:
        if _calls[provider] >= MOST or _calls.total() >= ALTOGETHER:
            raise Unreachable("Too many calls to the provider are under way.")
        _calls[provider] += 1
    try:
        yield
    finally:
        with _counting:
            _calls[provider] -= 1
            if not _calls[provider]:
                del _calls[provider]
