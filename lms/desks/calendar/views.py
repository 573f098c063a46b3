"""One’s own calendar: the page, and the address for one’s phone."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.foundation.interface.words import month
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import services
from .items import items_of
from .models import FeedAddress
from .months import Span, by_month


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show upcoming entries by month and day; `?month=` names another month."""
    person, now = request.user, timezone.now()
    with clock_of(person.institution):
        today = timezone.localdate(now)
        span = Span.asked(request.GET.get("month", ""), today=today)
        items = items_of(person, since=span.since, until=span.until, now=now, late=not span.month)
        context = {
            "title": month(span.first) if span.month else _("Calendar"),
            "trail": [(_("Calendar"), reverse("calendar:mine"))] if span.month else [],
            "span": span,
            "months": by_month((item for item in items if item.day >= span.first), today=today),
            "overdue": [item for item in items if item.day < span.first],
        }
        return render(request, "calendar/mine.html", context)


@never_cache
@require_safe
def address(request: SignedInRequest) -> HttpResponse:
    """Show the purpose of a calendar address, whether the person has one, and the buttons that make and end it."""
    return _address(request)


@never_cache
@require_POST
@confirmed_lately
def renew(request: SignedInRequest) -> HttpResponse:
    """Show a new address, shown in answer to this and nowhere again; the one before ends."""
    secret = services.renew(person=request.user, now=timezone.now())
    path = reverse("public:calendar:feed", args=[secret])
    return _address(request, shown=settings.BASE_URL.rstrip("/") + path)


@require_POST
def revoke(request: SignedInRequest) -> HttpResponse:
    """End the address that one has."""
    if services.revoke(person=request.user, now=timezone.now()):
        messages.success(request, _("The address is ended. Calendars that used it get nothing more from there."))
    return redirect("calendar:address")


def _address(request: SignedInRequest, *, shown: str = "") -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("In the calendar of your phone"),
        "trail": [(_("Calendar"), reverse("calendar:mine"))],
        "held": FeedAddress.objects.filter(person=request.user.pk).first(),
        "shown": shown,
        "webcal": f"webcal:{shown.partition(':')[2]}" if shown else "",
    }
    with clock_of(request.user.institution):
        return render(request, "calendar/address.html", context)
