"""Days and hours at an institution: its time zone, whatever the clock of the server says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, tzinfo
from functools import wraps
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpResponse
from django.utils import timezone

from .institutions import Institution
from .requests import SignedInRequest


def zone_of(institution: Institution | None) -> tzinfo:
    """Return the time zone of `institution`; that of the site if it has no known one."""
    try:
        return ZoneInfo(institution.timezone) if institution else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()


def zone_name(institution: Institution | None, *, at: datetime) -> str:
    """Return the zone, and how far it is from the clock of the world at that moment: “Africa/Nairobi (UTC+03:00)”."""
    zone = zone_of(institution)
    offset = f"{at.astimezone(zone):%z}"
    return f"{zone} (UTC{offset[:3]}:{offset[3:5]})"


@contextmanager
def clock_of(institution: Institution | None) -> Iterator[None]:
    """Use the days and hours of `institution` inside the block."""
    with timezone.override(zone_of(institution)):
        yield


def at_home(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run `view` in the time zone of the reader's own institution, for lists of several."""

    @wraps(view)
    def timed(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponse:
        with clock_of(request.user.institution):
            return view(request, *args, **kwargs)

    return timed
