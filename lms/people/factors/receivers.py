"""What happens when somebody is signed in: they have shown their factor, or it is refused."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from ..backends import with_duties
from ..models import User
from . import devices, sessions, stepup
from .holding import has_factor
from .policy import is_staff

FACTOR = "factor"
"""In the session: its person has shown a second factor."""


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_kwargs: Any) -> None:
    """Whatever signs somebody in comes through here. Of whoever has a factor, none but the second step does."""
    if has_factor(user):
        if not getattr(request, "factor_shown", False):
            request.session.flush()
            raise PermissionDenied("A second factor is asked of this account.")
        request.session[FACTOR] = True
    now = timezone.now()
    request.session[sessions.BEGAN] = now.timestamp()
    request.session[sessions.DEVICE] = devices.device(request.META.get("HTTP_USER_AGENT", ""))
    request.session[sessions.STAFF] = is_staff(with_duties(user))
    if not getattr(request, "by_pin", False):
        stepup.confirm(request, now=now)
