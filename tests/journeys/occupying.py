"""A task that holds a worker for as long as a file is there."""

import time
from pathlib import Path

from celery import shared_task

LIMIT = 300


@shared_task
def occupy(path: str) -> None:
    """Show in the file at `path` that the worker is held, until it is taken away."""
    held, ends = Path(path), time.monotonic() + LIMIT
    held.write_text("held")
    while held.exists() and time.monotonic() < ends:
        time.sleep(0.05)
