"""Answers to requests that cannot be read at all."""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import csrf, defaults

from .json_responses import as_json, wants_json


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403 as everywhere for a form without its token, and with a sentence for a script that asked for JSON."""
    if wants_json(request):
        sentence = _("This page is out of date. Load it again; what is kept on this device is sent then.")
        return as_json(sentence, status=HTTPStatus.FORBIDDEN)
    return csrf.csrf_failure(request, reason)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 404 as everywhere, and with a sentence for a script that asked for JSON. The handler that `lms.urls`
    names.
    """
    if wants_json(request):
        sentence = _("The address may be mistyped, or the page has been moved or is not yours to see.")
        return as_json(sentence, status=HTTPStatus.NOT_FOUND)
    return defaults.page_not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return 400 as everywhere, or 413 for a body that is larger than this site takes. The handler that `lms.urls`
    names.
    """
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return defaults.bad_request(request, exception)
