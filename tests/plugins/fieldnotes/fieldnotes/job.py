"""Once a day, logs that have waited too long to be countersigned are marked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from lms.foundation.plugins.institution_settings import settings_for
from lms.foundation.plugins.job import Job

from .models import Log


class MarkLate(Job):
    slug = "fieldnotes_mark_late"
    every = timedelta(days=1)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        for days, places in _by_days(institutions).items():
            before = now - timedelta(days=days)
            waiting = Log.objects.waiting().filter(attempt__enrolment__institution__in=places, logged_at__lt=before)
            waiting.update(late=True)


def _by_days(institutions: Sequence[Any]) -> dict[int, list[Any]]:
    """The institutions by how long a log may wait there: as they set it, or as the installation has it."""
    by_days: dict[int, list[Any]] = {}
    for institution in institutions:
        days = settings_for("fieldnotes", institution)["days"]
        if days is None:
            days = int(settings.PLUGIN_SETTINGS["fieldnotes"]["DAYS"])
        by_days.setdefault(days, []).append(institution)
    return by_days
