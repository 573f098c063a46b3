"""Periodic job that plans refreshers for people who completed a course. Completing it costs nothing for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution

LOOKS_BACK = timedelta(days=6)
"""The time for which refreshers that were missed, while nothing ran, are still begun."""


class PlanRefreshers(Job):
    slug = "refreshers_plan"
    every = timedelta(minutes=30)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from . import services

        services.plan_all(institutions, since=now - LOOKS_BACK)
