"""Periodic jobs of the quiz."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

from .statistics import due_statistics, services

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class RecomputeStatistics(Job):
    """Job that starts due statistics, and resumes those whose worker or message was lost.

    They are of all institutions together.
    """

    slug = "quiz-statistics"
    every = timedelta(minutes=2)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        services.resume(now=now)
        due_statistics.ask_for_due(now=now)
