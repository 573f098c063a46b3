"""Receivers of a sign-in: it is refused where a factor was not shown, and the session keeps since
when it is.
"""

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from ...directory.models import User
from ...directory.reach import is_staff
from ..sessions import services as sessions
from ..sessions.backends import with_duties
from ..sessions.factor_holders import has_factor
from . import stepup

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("UBrowser/", "UC Browser"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first that fits: most browsers also say that they are others."""
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("KAIOS", "KaiOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
LONGEST = 60


def device(user_agent: str) -> str:
    """Return a name like “Chrome, Android”; unknown parts are left out, so that it may be empty."""
    names = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(name for name in names if name)


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in known if sign in text), "")


FACTOR = "factor"
"""In the session: its person has shown a second factor."""


def refuse_without_factor(request: HttpRequest, person: User) -> None:
    """Raise `PermissionDenied` if `person` has a factor and did not come by the second step."""
    if not getattr(request, "factor_shown", False) and has_factor(person):
        request.session.flush()
        raise PermissionDenied("A second factor is asked of this account.")


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    """Begin the session of somebody who has shown all factors."""
    if getattr(request, "factor_shown", False):
        request.session[FACTOR] = True
    now = timezone.now()
    request.session[sessions.BEGAN] = now.timestamp()
    request.session[sessions.DEVICE] = device(request.META.get("HTTP_USER_AGENT", ""))
    request.session[sessions.STAFF] = is_staff(with_duties(user))
    if not getattr(request, "by_pin", False):
        stepup.confirm(request, now=now)
