"""Periodic job that deletes calendar addresses of closed accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class DeleteClosedAddresses(Job):
    slug = "calendar_let_go"
    every = timedelta(days=1)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from . import services

        services.delete_closed(institutions, now=now)
