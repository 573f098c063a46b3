"""The tab of a cohort: what its people forgot."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort

from .topic_shares import FEWEST, course_shares


class RefreshersOfCohort(Tab):
    slug = "refreshers"
    label = _("Refreshers")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the panel for who teaches the cohort. It names nobody: whoever refreshes what they know does so for
        themselves.
        """
        if not Cohort.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=row.pk).exists():
            return None
        courses, people = course_shares(row, language=get_language() or "en")
        return Panel(self.label, "refreshers/tab.html", {"courses": courses, "people": people, "fewest": FEWEST})
