"""Decorators of views by who may open them: signed-in people, people who help others to sign in, administrators."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from lms.foundation.interface.json_responses import as_json, wants_json

from .choices import STAFF_ROLES, Role
from .clocks import clock_of
from .requests import SignedInRequest

if TYPE_CHECKING:
    from django.http import QueryDict

View = Callable[..., HttpResponseBase]
HELPERS = frozenset({str(Role.ADMINISTRATOR), str(Role.INSTRUCTOR)})


def signed_in(view: View) -> View:
    """Restrict `view` to signed-in people. Others are redirected to sign in; a request for JSON gets 401 with a
    sentence and the address at which people sign in, since a script that is redirected to a page takes that for the
    answer.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return _signed_out() if wants_json(request) else redirect_to_login(request.get_full_path())

    return guarded


def signed_in_script(view: View) -> View:
    """Restrict `view`, which answers scripts alone, to signed-in people. Others get 401 as of `signed_in`, whatever
    they ask for.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.is_authenticated else _signed_out()

    return guarded


def _signed_out() -> HttpResponseBase:
    sentence = _("You are signed out. Sign in again; what is kept on this device is sent then.")
    response = as_json(sentence, status=HTTPStatus.UNAUTHORIZED, address=resolve_url(settings.LOGIN_URL))
    response["WWW-Authenticate"] = 'Session realm="Mafunzo"'
    return response


def for_helpers(view: View) -> View:
    """Restrict `view` to administrators of an institution, instructors there, and superusers; 404 for everybody
    else.
    """

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not (request.user.is_superuser or HELPERS & request.user.duties):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_staff(view: View) -> View:
    """Restrict `view` to people who hold a staff role at an institution, and superusers; 404 for everybody else."""

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not (request.user.is_superuser or request.user.duties.intersection(STAFF_ROLES)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_administrators(view: View) -> View:
    """Restrict `view` to administrators of an institution and superusers, in the time zone of their institution; 404
    for everybody else.
    """

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not (request.user.is_superuser or Role.ADMINISTRATOR in request.user.duties):
            raise Http404
        with clock_of(request.user.institution):
            return view(request, *args, **kwargs)

    return guarded


def for_superusers(view: View) -> View:
    """Restrict `view` to superusers; 404 for everybody else."""

    @wraps(view)
    @login_required
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def posted(request: SignedInRequest) -> "QueryDict | None":
    """Return the data of a form: the posted data, even if empty; None if the page is only requested."""
    return request.POST if request.method == "POST" else None
