"""Once a day, logs that have waited too long to be countersigned are marked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from lms.plugins.job import Job

from .models import Log


class MarkLate(Job):
    slug = "fieldnotes_mark_late"
    every = timedelta(days=1)

    def run(self, institutions: Sequence[Any], *, now: datetime) -> None:
        before = now - timedelta(days=int(settings.PLUGIN_SETTINGS["fieldnotes"]["DAYS"]))
        Log.objects.waiting().filter(attempt__enrolment__institution__in=institutions, logged_at__lt=before).update(
            late=True
        )
