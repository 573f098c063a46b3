"""The calendar of whoever an address belongs to, for programs: nobody is signed in here."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from lms.foundation.plugins.runtime.activation import is_on
from lms.people.directory.clocks import clock_of
from lms.people.directory.models import User

from . import services
from .items import Item, items_of

BEHIND, AHEAD = timedelta(days=60), timedelta(days=365)


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the calendar of the person whose secret it is as iCalendar; it is empty if their account is closed. Raises
    `Http404` for an unknown secret, and where the institution has switched the calendar off.
    """
    from .feed import calendar_of  # its library takes a thirtieth of what starting takes: loaded where it is needed

    address = services.find_address(secret)
    if address is None or not is_on("calendar", address.person.institution):
        raise Http404
    person, now = address.person, timezone.now()
    with translation.override(person.language or settings.LANGUAGE_CODE), clock_of(person.institution):
        items = _items(person, now) if person.is_active else []
        body = calendar_of(items, site=settings.BASE_URL.rstrip("/"), now=now)
    headers = {"Content-Disposition": 'inline; filename="mafunzo.ics"', "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _items(person: User, now: datetime) -> list[Item]:
    return items_of(person, since=now - BEHIND, until=now + AHEAD, now=now)
