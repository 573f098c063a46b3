"""Decorator of the pages that help others to sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase

from ..choices import Role
from ..requests import SignedInRequest

HELPERS = frozenset({str(Role.ADMINISTRATOR), str(Role.INSTRUCTOR)})


def for_helpers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Restrict `view` to administrators of an institution, instructors there, and superusers; 404 for everybody
    else.
    """

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_superuser or HELPERS & request.user.duties):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
