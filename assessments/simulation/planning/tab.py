"""The tab beside the page of a cohort: which cases it can play, and its runs."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.linked_pages import COHORT, address
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import Cohort

from ..runs.models import Run, Seat
from .queries import cases_of
from .run_list import run_rows

TAB = "simulation"
MOST = 20


class SimulationsOfCohort(Tab):
    slug = TAB
    label = gettext_lazy("Simulations")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the panel for who teaches or administers there. None where the cohort has no case and no run."""
        if not Cohort.objects.visible_to(viewer, *TEACHING_ROLES).filter(pk=row.pk).exists():
            return None
        seats = Prefetch("seats", Seat.objects.select_related("person__institution").order_by("pk"))
        runs = Run.objects.filter(cohort=row.pk).select_related("institution", "cohort", "activity")
        here = run_rows(runs.prefetch_related(seats).order_by("-planned_at", "pk")[:MOST], viewer, now=now)
        cases = cases_of(row)
        if not (cases or here):
            return None
        context = {"cohort": row, "cases": cases, "runs": here, "may_plan": row.closed_at is None}
        return Panel(self.label, "simulation/tab.html", context)


def tab_of(cohort: Cohort) -> str:
    """Return the address of the tab beside the page of `cohort`."""
    return f"{address(COHORT, cohort.pk)}more/{TAB}/"


def trail_of(cohort: Cohort | None) -> list[tuple[str, str]]:
    """Return the way to a page about the simulations of `cohort`."""
    if cohort is None:
        return []
    return [(cohort.name, address(COHORT, cohort.pk)), (_("Simulations"), tab_of(cohort))]
