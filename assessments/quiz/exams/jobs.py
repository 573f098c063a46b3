"""Periodic jobs: sittings that were closed are submitted to the end, and exceptions reach who began meanwhile."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class TakeUpSittings(Job):
    slug = "quiz_take_up_sittings"
    every = timedelta(minutes=1)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from . import exception_services, sittings

        sittings.take_up(institutions, now=now)
        exception_services.catch_up(institutions, now=now)
