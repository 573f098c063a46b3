"""The tabs beside the pages of a cohort and of a person: which checklists there are, and what was observed."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort

from .checklists import checklists_of
from .counts import observed_in
from .models import Finding, Observation

TAB = "observation"
MOST, LATELY = 100, 20


class ChecklistsOfCohort(Tab):
    slug = TAB
    label = gettext_lazy("Checklists")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        if not Cohort.objects.visible_to(viewer).filter(pk=row.pk).exists():
            return None
        listed, numbers = checklists_of(row), observed_in(row)
        if not listed:
            return None
        teaches = Cohort.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=row.pk).exists()
        here = Observation.objects.filter(cohort=row.pk).select_related("activity", "cohort", "observer")
        context = {
            "cohort": row,
            "people": row.members.count(),
            "listed": [(one, numbers.get(one.activity, 0)) for one in listed],
            "teaches": teaches,
            "may_observe": teaches and row.closed_at is None,
            "drafts": list(here.drafts_of(viewer).order_by("-saved_at")[:LATELY]) if teaches else [],
            "signed": list(here.signed().order_by("-signed_at", "-pk")[:LATELY]) if teaches else [],
            "zone": row.institution.timezone,
        }
        return Panel(self.label, "observation/tab.html", context)


class ChecklistsOfPerson(Tab):
    slug = "observation_person"
    label = gettext_lazy("Checklists")
    place = slots.PERSON

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Show the findings on one person, at the institutions where the viewer teaches; the latest hundred. None where
        there are none.
        """
        rows = Finding.objects.visible_to(viewer, *TEACHING_ROLES).filter(learner=row.pk)
        around = ("observation__activity", "observation__observer", "attempt")
        shown = list(rows.select_related(*around).order_by("-observation__signed_at", "-pk")[:MOST])
        return Panel(self.label, "observation/person.html", {"findings": shown}) if shown else None


def tab_of(cohort: Cohort) -> str:
    """Return the address of the tab beside the page of `cohort`."""
    return f"{address(COHORT, cohort.pk)}more/{TAB}/"


def trail_of(cohort: Cohort) -> list[tuple[str, str]]:
    """Return the way to a page about the checklists of `cohort`."""
    return [(cohort.name, address(COHORT, cohort.pk)), (_("Checklists"), tab_of(cohort))]
