"""Who opens the administrator's pages, and in which time zone they read."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.utils import timezone

from ..choices import Role
from ..models import User
from ..requests import SignedInRequest

View = Callable[..., HttpResponseBase]


def for_administrators(view: View) -> View:
    """`view` for whoever administers an institution, and for superusers, in the time zone of their institution; 404 for
    everybody else.
    """

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_superuser or Role.ADMINISTRATOR in request.user.duties):
            raise Http404
        with timezone.override(_zone_of(request.user)):
            return view(request, *args, **kwargs)

    return guarded


def posted(request: SignedInRequest) -> Any:
    """What a form is made of: what was sent, also where that is nothing; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def _zone_of(viewer: User) -> Any:
    """That of the viewer's institution, else the installation's."""
    try:
        return ZoneInfo(viewer.institution.timezone) if viewer.institution else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()
