"""The code of a plugin called “orchard”: it listens, works from time to time, and remembers what it was called with."""

import time
from datetime import timedelta

from lms.foundation.plugins.events import Enrolled, Event
from lms.foundation.plugins.job import Job

heard: list[Event] = []
worked: list[list[str]] = []
trouble: list[Exception] = []
waits: list[float] = []
"""Seconds for which its receiver does nothing."""


def listen(event: Enrolled) -> None:
    if trouble:
        raise trouble[0]
    time.sleep(sum(waits))
    heard.append(event)


class Pruning(Job):
    slug = "orchard_pruning"
    every = timedelta(hours=1)

    def run(self, institutions, *, now):
        if trouble:
            raise trouble[0]
        worked.append([institution.name for institution in institutions])
