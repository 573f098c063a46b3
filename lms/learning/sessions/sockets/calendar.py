"""Sessions as meetings of their cohorts: what calendars, notices and pages of cohorts ask for."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from lms.foundation.plugins.meetings import Appointment, MeetingKind

from ..models import Session

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from lms.people.directory.models import User


class Sessions(MeetingKind):
    slug = "session"
    label = pgettext_lazy("meeting", "Sessions")

    def of_cohorts(self, cohorts: Collection[int], *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(Session.objects.beginning(since=since, until=until).filter(cohort__in=cohorts))

    def of_person(self, person: "User", *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(Session.objects.beginning(since=since, until=until).expecting(person))

    def led_by(self, person: "User", *, since: datetime, until: datetime) -> list[Appointment]:
        return _appointments(Session.objects.beginning(since=since, until=until).filter(leaders__person=person.pk))

    def within(self, *, since: datetime, until: datetime) -> list[Appointment]:
        return _with_leaders(Session.objects.beginning(since=since, until=until))

    def with_keys(self, keys: Collection[int], *, since: datetime, until: datetime) -> list[Appointment]:
        return _with_leaders(Session.objects.beginning(since=since, until=until).filter(pk__in=keys))


def _with_leaders(rows: "QuerySet[Model]") -> list[Appointment]:
    return _appointments(rows.prefetch_related("leaders"), led=True)


def _page(session: Session) -> str:
    """Return the page for those who are expected, and for those who lead it."""
    return reverse("meetings:show", args=[session.pk])


def _appointments(rows: Any, *, led: bool = False) -> list[Appointment]:
    """Return the appointments: one statement, and one for those who lead them if that is asked."""
    found: Iterable[Session] = rows.select_related("cohort", "institution").defer("plan")
    return [
        Appointment(
            kind=Sessions.slug,
            pk=session.pk,
            word=session.get_kind_display(),
            title=session.title,
            room=session.room,
            starts_at=session.planned_at,
            ends_at=session.ends_at,
            cohort=session.cohort,
            institution=session.institution,
            url=_page(session),
            cancelled=session.cancelled_at is not None,
            leaders=[leader.person_id for leader in session.leaders.all()] if led else (),
            staff_url=_page(session),
        )
        for session in found
    ]
