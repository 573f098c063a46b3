"""Regrades whose task was lost are taken up again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

from .services import resume

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class ResumeRegrades(Job):
    """Regrades are of all institutions together: a result is right or it is not."""

    slug = "quiz-regrades"
    every = timedelta(minutes=2)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        resume(now=now)
