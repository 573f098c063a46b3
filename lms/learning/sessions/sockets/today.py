"""Sessions of a day for those who lead them, and attendance that is contested."""

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.database.statements import Parameter
from lms.foundation.plugins.pages.today import MEETING, WAITING, Day, TodayItem
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.current_viewer import CountOfViewer, RowsOfViewer
from lms.people.directory.models import User

from ..attendance_services import EARLY
from ..models import Attendance, Leader, Session


def _sessions(viewer: User) -> QuerySet[Session]:
    since, until = (Parameter(name, DateTimeField()) for name in ("since", "until"))
    led = Leader.objects.filter(session=OuterRef("pk"))
    rows = Session.objects.visible_to(viewer, *TEACHING_ROLES).filter(planned_at__gte=since, planned_at__lt=until)
    rows = rows.filter(Exists(led.filter(person=viewer.pk)) | ~Exists(led)).exclude(Session.objects.is_expected(viewer))
    shown = ("title", "kind", "room", "planned_at", "ends_at", "cancelled_at", "cohort__name", "institution__plugins")
    return rows.select_related("cohort", "institution").only(*shown)


_SESSIONS = RowsOfViewer(_sessions)
_CONTESTED = CountOfViewer(
    lambda viewer: Attendance.objects.visible_to(viewer, *TEACHING_ROLES).not_of(viewer).contested(), "contested_at"
)


def sessions_today(person: User, day: Day) -> list[TodayItem]:
    """Return the sessions of the day that `person` leads, or that nobody leads where they teach, but for those at
    which they are expected themselves; and contested attendance. Two statements.
    """
    rows = _SESSIONS.rows(person, since=day.since, until=day.until)
    found = [_session(row, day) for row in rows]
    counted = _CONTESTED.of(person)
    if counted["number"]:
        title, url = _("Contested attendance"), reverse("meetings:contests")
        found.append(TodayItem(WAITING, title, url, person.institution, action=_("Decide"), **counted))
    return found


def _session(row: Session, day: Day) -> TodayItem:
    """Return the line of a session: with the code until it ends, with the list of attendance after that."""
    page, action, name = reverse("meetings:show", args=[row.pk]), "", ""
    if row.cancelled_at is None and row.planned_at - EARLY <= day.now:
        action, name = _("Take attendance"), "meetings:attendance"
        if day.now < row.ends_at:
            action, name = _("Show the code"), "meetings:board"
    return TodayItem(
        part=MEETING,
        title=row.title,
        url=page,
        institution=row.institution,
        at=row.planned_at,
        detail=f"{row.get_kind_display()} · {row.cohort.name} · {row.room}",
        action=action,
        action_url=reverse(name, args=[row.pk]) if name else "",
        state=_("Called off") if row.cancelled_at else "",
    )
