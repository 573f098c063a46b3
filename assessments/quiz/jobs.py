"""Periodic jobs of the quiz."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.foundation.plugins.job import Job

from .statistics import calculating
from .statistics import due as statistics_due


class StatisticsAgain(Job):
    """Job that starts due statistics, and resumes those whose worker or message was lost.

    They are of all institutions together.
    """

    slug = "quiz-statistics"
    every = timedelta(minutes=2)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        calculating.resume(now=now)
        statistics_due.ask_for_due(now=now)
