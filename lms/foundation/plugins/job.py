"""The socket of work that is done from time to time, for the institutions where the plugin is on."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from .runtime.registry import Registry


class Job(ABC):
    """Work in the background. It may be called again when it was cut off, so it does what is left to do."""

    slug: str
    every: timedelta

    @abstractmethod
    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        """Run the due work at `institutions` (rows, at least one).

        What it raises is logged; it is called again when it is next due.
        """


jobs: Registry[Job] = Registry("job")
