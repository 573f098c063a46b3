"""A tab beside the page of a cohort: the practice logs of its learners."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.models import Cohort

from .models import Log

LATEST = 100


class CohortLogs(Tab):
    slug = "fieldnotes_cohort"
    label = _("Practice logs")
    place = slots.COHORT

    def panel(self, row: Cohort, viewer: Any, *, now: datetime) -> Panel | None:
        """One statement besides those that find the viewer's institutions."""
        logs = (
            Log.objects.visible_to(viewer)
            .filter(attempt__enrolment__learner__cohort_places__cohort=row)
            .select_related("attempt__enrolment__learner", "countersigned_by")
            .order_by("-logged_at")[:LATEST]
        )
        found = list(logs)
        return Panel(_("Practice interviews"), "fieldnotes/cohort.html", {"logs": found}) if found else None
