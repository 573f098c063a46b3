"""Decorator of the administrator's pages: access to them and the time zone in which they are read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase

from ..choices import Role
from ..clocks import clock_of
from ..requests import SignedInRequest

View = Callable[..., HttpResponseBase]


def for_administrators(view: View) -> View:
    """Restrict `view` to administrators of an institution and superusers, in the time zone of their institution; 404
    for everybody else.
    """

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_superuser or Role.ADMINISTRATOR in request.user.duties):
            raise Http404
        with clock_of(request.user.institution):
            return view(request, *args, **kwargs)

    return guarded


def posted(request: SignedInRequest) -> Any:
    """Return the data of a form: the posted data, even if empty; None if the page is only requested."""
    return request.POST if request.method == "POST" else None
