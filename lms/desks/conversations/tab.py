"""The tabs beside the pages of a cohort and of a person: what was asked, and writing to them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.tabs import Tab
from lms.people.directory.choices import Role
from lms.people.directory.models import Cohort

from .models import Thread
from .staff_views import unanswered_first
from .titles import with_names

if TYPE_CHECKING:
    from lms.people.directory.models import User

    from .models import ThreadQuerySet


MOST = 50


class ConversationsOfCohort(Tab):
    slug = "conversations"
    label = _("Messages")
    place = slots.COHORT

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the conversations of one cohort, what waits for an answer first; the first fifty."""
        if not _taught_by(viewer).filter(pk=row.pk).exists():
            return None
        return _panel(self.label, Thread.objects.filter(cohort=row.pk), viewer, [row])


class ConversationsOfPerson(Tab):
    slug = "conversations_person"
    label = _("Messages")
    place = slots.PERSON

    def panel(self, row: Any, viewer: Any, *, now: datetime) -> Panel | None:
        """Return the conversations of one learner with the instructors of whom the viewer is one."""
        cohorts = list(_taught_by(viewer).filter(members__user=row.pk).order_by("name", "pk"))
        if row.pk == viewer.pk or not cohorts:
            return None
        return _panel(self.label, Thread.objects.filter(learner=row.pk), viewer, cohorts, person=row.pk)


def _taught_by(viewer: "User") -> Any:
    return Cohort.objects.visible_to(viewer, Role.INSTRUCTOR)


def _panel(
    label: object, rows: "ThreadQuerySet", viewer: "User", cohorts: list[Cohort], person: int | None = None
) -> Panel:
    seen = unanswered_first(rows.answered_by(viewer), viewer)[:MOST]
    return Panel(label, "conversations/tab.html", {"threads": with_names(seen), "cohorts": cohorts, "person": person})
