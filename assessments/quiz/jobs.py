"""What the quiz does from time to time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.foundation.plugins.job import Job

from .statistics import calculating
from .statistics import due as statistics_due


class StatisticsAgain(Job):
    """Has statistics computed that are due, and takes up those whose worker or message was lost.

    They are of all institutions together.
    """

    slug = "quiz-statistics"
    every = timedelta(minutes=2)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        calculating.resume(now=now)
        statistics_due.ask_for_due(now=now)
