"""The tabs beside the pages of a cohort and of a person: when it meets, and to what they came."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.foundation.plugins import meetings
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.models import Cohort
from lms.people.directory.rules import is_member

from ..models import Attendance

MOST = 100
AHEAD, BEHIND = timedelta(days=365), timedelta(days=180)


class SessionsOfCohort(Tab):
    slug = "sessions"
    label = pgettext_lazy("meeting", "Sessions")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the panel of the cohort's meetings, exams too: all of them are times at which the cohort meets."""
        if not Cohort.objects.visible_to(viewer).filter(pk=row.pk).exists():
            return None
        rows = meetings.of_cohorts([row.pk], since=now - BEHIND, until=now + AHEAD)
        teaches = Cohort.objects.taught_by(viewer).filter(pk=row.pk).exists()
        context = {
            "cohort": row,
            "to_come": [one for one in rows if (one.ends_at or one.starts_at) >= now],
            "past": [one for one in reversed(rows) if (one.ends_at or one.starts_at) < now],
            "may_plan": teaches and not is_member(viewer, row),
            "zone": row.institution.timezone,
        }
        return Panel(self.label, "meetings/tab.html", context)


class AttendanceOfPerson(Tab):
    slug = "sessions_attendance"
    label = _("Attendance")
    place = slots.PERSON

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the panel of one person's attendance, at the institutions of the viewer; the latest hundred entries.
        None if there is none.
        """
        rows = Attendance.objects.visible_to(viewer).filter(learner=row.pk).select_related("session")
        shown = list(rows.order_by("-session__planned_at", "-pk")[:MOST])
        if not shown:
            return None
        context = {"rows": shown, "attended": rows.aggregate(minutes=Sum("minutes"))["minutes"] or 0}
        return Panel(self.label, "meetings/person.html", context)
