"""Regrades whose task was lost are taken up again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.foundation.plugins.job import Job

from .services import resume


class ResumeRegrades(Job):
    """Regrades are of all institutions together: a result is right or it is not."""

    slug = "quiz-regrades"
    every = timedelta(minutes=2)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        resume(now=now)
