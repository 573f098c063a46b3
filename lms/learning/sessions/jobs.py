"""Periodic job that enters in the journal what was noted before its learner was enrolled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.foundation.plugins.job import Job


class TakeUpAttendance(Job):
    slug = "sessions_take_up"
    every = timedelta(minutes=5)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        from . import journal

        journal.take_up(institutions, now=now)
