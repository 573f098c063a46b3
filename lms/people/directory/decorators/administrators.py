"""Who opens the administrator's pages, and in which time zone they read."""

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
    """`view` for whoever administers an institution, and for superusers, in the time zone of their institution; 404 for
    everybody else.
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
    """What a form is made of: what was sent, also where that is nothing; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None
