"""Panel of what comes next for a person: overdue courses, and everything of the next two weeks by date. A script of “My
learning” fetches it, so that this page asks the database for nothing of it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.plugins.pages.slots import Panel
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from .items import items_of

if TYPE_CHECKING:
    from django.db.models import Model

AHEAD = timedelta(days=14)
MOST = 8


def coming_panels(rows: "Sequence[Model]") -> Mapping[int, Panel]:
    """Return for each person the place of what comes next; no statement."""
    return {person.pk: Panel(_("What comes next"), "calendar/coming_panel.html") for person in rows}


@never_cache
@require_safe
def coming(request: SignedInRequest) -> HttpResponse:
    """Show the lines for that place."""
    person, now = request.user, timezone.now()
    with clock_of(person.institution):
        today = datetime.combine(timezone.localdate(now), time(), tzinfo=timezone.get_current_timezone())
        items = items_of(person, since=today, until=today + AHEAD, now=now, late=True)
        lines = [
            one for one in items if one.ends_at is None or one.ends_at >= now
        ]  # an exam has no end before it closes
        return render(request, "calendar/coming.html", {"lines": lines[:MOST]})
