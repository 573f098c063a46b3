"""Periodic job that enters in the journal what was noted before its learner was enrolled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class TakeUpAttendance(Job):
    slug = "sessions_take_up"
    every = timedelta(minutes=5)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from . import journal

        journal.take_up(institutions, now=now)
