"""Exams as meetings of their cohorts: what calendars, notices and pages of cohorts ask for."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.meetings import Appointment, MeetingKind

from .models import Sitting

if TYPE_CHECKING:
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
