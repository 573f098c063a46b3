"""Periodic job of hand-ins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class DropOldUploads(Job):
    slug = "assignment_uploads"
    every = timedelta(hours=6)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .services import drop_old_uploads

        drop_old_uploads(now=now)
