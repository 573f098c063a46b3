"""The pages of a learner: where they are expected, and where they were."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.requests import SignedInRequest
from lms.plugins import meetings

from .access import at_home

AHEAD, BEHIND = timedelta(days=365), timedelta(days=30)


@require_safe
@at_home
def mine(request: SignedInRequest) -> HttpResponse:
    """What is to come, exams too, and what was."""
    now = timezone.now()
    rows = meetings.of_person(request.user, since=now - BEHIND, until=now + AHEAD)
    context = {
        "title": _("My sessions"),
        "to_come": [one for one in rows if (one.ends_at or one.starts_at) >= now],
        "past": [one for one in reversed(rows) if (one.ends_at or one.starts_at) < now],
    }
    return render(request, "sessions/mine.html", context)
