"""The page of a learner: where they are expected, and their own record."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.plugins import meetings
from lms.people.directory.clocks import at_home
from lms.people.directory.institutions import Institution
from lms.people.directory.requests import SignedInRequest

from .access import PLUGIN
from .models import Attendance

AHEAD, BEHIND = timedelta(days=365), timedelta(days=7)
ON_A_PAGE = 50


@require_safe
@at_home
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the viewer's coming meetings, exams too, and their attendance so far."""
    now = timezone.now()
    rows = meetings.of_person(request.user, since=now - BEHIND, until=now + AHEAD)
    here = Institution.objects.where_on(PLUGIN)
    record = Attendance.objects.of(request.user).filter(session__institution__in=here)
    ordered = record.select_related("session").order_by("-session__planned_at", "-pk")
    context = {
        "title": _("My sessions"),
        "to_come": [one for one in rows if (one.ends_at or one.starts_at) >= now],
        "page": Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("page")),
        "attended": record.aggregate(minutes=Sum("minutes"))["minutes"] or 0,
    }
    return render(request, "meetings/mine.html", context)
