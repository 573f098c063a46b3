"""Exams of a day for those who invigilate them."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.today import MEETING, Day, TodayItem
from lms.people.directory.choices import TEACHING_ROLES
from lms.people.directory.models import User

from .models import Sitting


def exams_today(person: User, day: Day) -> list[TodayItem]:
    """Return the exams of the day, and those still open, that `person` invigilates, or that nobody does where they
    teach, but for those in which they are examined. One statement.
    """
    examined = Sitting.objects.examining(person).values("pk")
    rows = Sitting.objects.visible_to(person, *TEACHING_ROLES).exclude(pk__in=examined)
    rows = rows.filter(Q(invigilator=person.pk) | Q(invigilator=None))
    planned = Q(planned_at__gte=day.since, planned_at__lt=day.until)
    is_open = Q(opened_at__isnull=False, closed_at=None, planned_at__lt=day.until)
    return [_exam(row) for row in rows.filter(planned | is_open).select_related("activity", "cohort", "institution")]


def _exam(row: Sitting) -> TodayItem:
    page, action = reverse("quiz:board", args=[row.pk]), ""
    if row.closed_at is None:
        action = _("Open the board") if row.opened_at else _("Start the exam")
    state = (_("Over") if row.opened_at else _("Called off")) if row.closed_at else ""
    return TodayItem(
        part=MEETING,
        title=str(row.activity.title_in(get_language() or "en")),
        url=page,
        institution=row.institution,
        at=row.planned_at,
        detail=f"{_('Exam')} · {row.cohort.name} · {row.room}",
        action=action,
        action_url=page if action else "",
        state=state or (_("Open now") if row.opened_at else ""),
    )
