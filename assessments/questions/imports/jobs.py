"""Periodic job: imports whose task was lost go on."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class TakeUpImports(Job):
    slug = "questions_take_up_imports"
    every = timedelta(minutes=1)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .services import resume

        resume(now=now)
