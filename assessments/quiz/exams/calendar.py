"""Exams as meetings of their cohorts: what calendars, notices, pages of cohorts and the page of the day ask for."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.database.statements import Parameter
from lms.foundation.plugins.meetings import Appointment, MeetingKind
from lms.foundation.plugins.pages.today import MEETING, Day, TodayItem
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.current_viewer import RowsOfViewer

from .models import Sitting

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lms.people.directory.models import User


class Exams(MeetingKind):
    slug = "exam"
    label = _("Exams")

    def of_cohorts(self, cohorts: Collection[int], *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(_planned(since, until).filter(cohort__in=cohorts), _board)

    def of_person(self, person: "User", *, since: datetime, until: datetime) -> list[Appointment]:
        rows = Sitting.objects.examining(person).filter(planned_at__gte=since, planned_at__lt=until)
        return _appointments(rows, _own_page)

    def led_by(self, person: Any, *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(_planned(since, until).filter(invigilator=person.pk), _board)

    def within(self, *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(_planned(since, until), _own_page)

    def with_keys(self, keys: Collection[int], *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(_planned(since, until).filter(pk__in=keys), _own_page)


def _planned(since: datetime, until: datetime) -> Any:
    return Sitting.objects.filter(planned_at__gte=since, planned_at__lt=until)


def _own_page(_sitting: Sitting) -> str:
    return reverse("quiz:exam")


def _board(sitting: Sitting) -> str:
    return reverse("quiz:board", args=[sitting.pk])


def _appointments(rows: Any, url: Any) -> list[Appointment]:
    """Load with one statement."""
    found: Iterable[Sitting] = rows.select_related("activity", "cohort", "institution")
    language = get_language() or "en"
    return [
        Appointment(
            kind=Exams.slug,
            pk=sitting.pk,
            word=gettext("Exam"),
            title=str(sitting.activity.title_in(language)),
            room=sitting.room,
            starts_at=sitting.planned_at,
            ends_at=sitting.closed_at if sitting.opened_at else None,
            cohort=sitting.cohort,
            institution=sitting.institution,
            url=url(sitting),
            cancelled=sitting.closed_at is not None and sitting.opened_at is None,
            leaders=[sitting.invigilator_id] if sitting.invigilator_id else (),
            staff_url=_board(sitting),
        )
        for sitting in found
    ]


def _sittings(viewer: "User") -> "QuerySet[Sitting]":
    since, until = (Parameter(name, DateTimeField()) for name in ("since", "until"))
    examined = Sitting.objects.examining(viewer).values("pk")
    rows = Sitting.objects.visible_to(viewer, *TEACHING_ROLES).exclude(pk__in=examined)
    rows = rows.filter(Q(invigilator=viewer.pk) | Q(invigilator=None))
    planned = Q(planned_at__gte=since, planned_at__lt=until)
    is_open = Q(opened_at__isnull=False, closed_at=None, planned_at__lt=until)
    shown = ("room", "planned_at", "opened_at", "closed_at", "activity__titles", "cohort__name", "institution__plugins")
    return rows.filter(planned | is_open).select_related("activity", "cohort", "institution").only(*shown)


_SITTINGS = RowsOfViewer(_sittings)


def exams_today(person: "User", day: Day) -> list[TodayItem]:
    """Return the exams of the day, and those still open, that `person` invigilates, or that nobody does where they
    teach, but for those in which they are examined. One statement.
    """
    return [_exam(row) for row in _SITTINGS.rows(person, since=day.since, until=day.until)]


def _exam(row: Sitting) -> TodayItem:
    page, action = reverse("quiz:board", args=[row.pk]), ""
    if row.closed_at is None:
        action = gettext("Open the board") if row.opened_at else gettext("Start the exam")
    state = gettext("Open now") if row.opened_at else ""
    if row.closed_at is not None:
        state = gettext("Over") if row.opened_at else gettext("Called off")
    return TodayItem(
        part=MEETING,
        title=str(row.activity.title_in(get_language() or "en")),
        url=page,
        institution=row.institution,
        at=row.planned_at,
        detail=f"{gettext('Exam')} · {row.cohort.name} · {row.room}",
        action=action,
        action_url=page if action else "",
        state=state,
    )
