"""Refreshers of a person, for calendars and “My learning”."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.plugins.pages.agenda import AgendaItem
from lms.people.directory.models import User

from .models import OPEN_FOR, Refresher


def refreshers_due(person: User, since: datetime, until: datetime) -> Sequence[AgendaItem]:
    """Return refreshers that are open, by the day on which they close, and those that open; one statement."""
    rows = Refresher.objects.of(person).unfinished().filter(learner__refreshers_off=None)
    due = rows.filter(opens_at__gt=since - OPEN_FOR, opens_at__lt=until)
    return [_item(row, since) for row in due.select_related("course", "institution")]


def _item(row: Refresher, since: datetime) -> AgendaItem:
    is_open = row.opens_at <= since
    return AgendaItem(
        key=f"refresher-{row.pk}",
        word=_("Refresher, open until") if is_open else _("Refresher, from"),
        title=str(row.course.title_in(get_language() or "en")),
        at=row.opens_at + OPEN_FOR if is_open else row.opens_at,
        url=reverse("refreshers:mine"),
        institution=row.institution,
    )
