"""Periodic jobs of hand-ins: what was lost is done again, and what is old goes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution


class ResumeBundles(Job):
    slug = "assignment_bundles"
    every = timedelta(minutes=2)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .bundles import resume

        resume(now=now)


class ScanFiles(Job):
    slug = "assignment_scans"
    every = timedelta(minutes=1)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .scans import resume

        resume(now=now)


class DropOld(Job):
    slug = "assignment_old"
    every = timedelta(hours=6)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .bundles import delete_old
        from .services import drop_old_uploads

        drop_old_uploads(now=now)
        delete_old(now=now)
