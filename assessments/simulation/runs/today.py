"""Simulation runs that are open, for the page of the day."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.today import RUNNING, Day, TodayItem
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.current_viewer import RowsOfViewer
from lms.people.directory.models import User

from ..page.choices import Status
from .models import Run, Seat

MOST = 10


def _runs(viewer: User) -> QuerySet[Run]:
    played = Seat.objects.playing().filter(person=viewer.pk).values("run")
    rows = Run.objects.visible_to(viewer, *TEACHING_ROLES).in_play().exclude(pk__in=played).order_by("-opened_at", "pk")
    shown = ("name", "status", "opened_at", "activity__titles", "cohort__name", "institution__plugins")
    return rows.select_related("activity", "cohort", "institution").only(*shown)[:MOST]


_RUNS = RowsOfViewer(_runs)


def runs_today(person: User, day: Day) -> list[TodayItem]:
    """Return the runs in play where `person` teaches, but for those in which they play, the latest first: at most ten.
    One statement.
    """
    language = get_language() or "en"
    return [
        TodayItem(
            part=RUNNING,
            title=row.name or str(row.activity.title_in(language)),
            url=reverse("simulation:console", args=[row.pk]),
            institution=row.institution,
            at=row.opened_at,
            detail=row.cohort.name if row.cohort else "",
            action=_("Open the console"),
            state=_("Paused") if row.status == Status.PAUSED else "",
        )
        for row in _RUNS.rows(person)
    ]
