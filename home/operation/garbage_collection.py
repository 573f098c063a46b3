"""Context manager that makes garbage collection less frequent."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rare_garbage_collection(*, after: int = 70_000) -> Iterator[None]:
    """Make garbage collection rare. Within, Python looks for circles of unused objects a hundred times less often than
    by itself, or `after` so many new ones: among the millions of objects that migrations and pages are made of, looking
    takes a quarter of the time. It costs 100 MB of memory.
    """
    thresholds = gc.get_threshold()
    gc.set_threshold(after, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
