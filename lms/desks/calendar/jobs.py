"""Periodic job that deletes calendar addresses of closed accounts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from lms.foundation.plugins.job import Job


class DeleteClosedAddresses(Job):
    slug = "calendar_let_go"
    every = timedelta(days=1)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        from . import services

        services.delete_closed(institutions, now=now)
