"""Periodic jobs: turns end at their deadline, and the clock of a live run goes on though nobody looks; and pictures
that no case uses go.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from lms.foundation.plugins.job import Job

if TYPE_CHECKING:
    from lms.people.directory.institutions import Institution

MOST = 200
"""Runs at once; the rest is next."""


class Sweep(Job):
    slug = "simulation_sweep"
    every = timedelta(minutes=1)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .page.choices import Mode
        from .runs.models import Run
        from .runs.services import record_clock

        due = Run.objects.filter(next_at__lte=now, institution__in=institutions).order_by("next_at")
        for run in due.defer("state")[:MOST]:
            verb = "note" if run.mode == Mode.LIVE else "tick"
            while record_clock(run=run, verb=verb, now=now) is not None and verb == "tick":
                pass  # one turn after the other, until none is past


class DeleteUnusedPictures(Job):
    """Job that deletes pictures of cards that no case uses any more, of all institutions."""

    slug = "simulation_pictures"
    every = timedelta(hours=6)

    def run(self, institutions: "Sequence[Institution]", *, now: datetime) -> None:
        from .authoring.picture_cleanup import sweep

        sweep(now=now)
