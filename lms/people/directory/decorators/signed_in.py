"""Views for people who are signed in: pages send others to sign in, scripts are told."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from lms.foundation.interface.json_responses import as_json, wants_json

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Restrict `view` to signed-in people. Others are redirected to sign in; a request for JSON gets 401 with a
    sentence and the address at which people sign in, since a script that is redirected to a page takes that for the
    answer.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if not wants_json(request):
            return redirect_to_login(request.get_full_path())
        sentence = _("You are signed out. Sign in again; what is kept on this device is sent then.")
        response = as_json(sentence, status=HTTPStatus.UNAUTHORIZED, address=resolve_url(settings.LOGIN_URL))
        response["WWW-Authenticate"] = 'Session realm="Mafunzo"'
        return response

    return guarded
