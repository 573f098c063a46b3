"""Answers while the database is away or too busy: “try again” at once, not “our mistake” after a long wait. Where the
disk is full: that it is.
"""

import errno
import json
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.cache_headers import never_cached
from lms.foundation.interface.json_responses import as_json, wants_json
from lms.foundation.text.fault_numbers import numbered
from lms.foundation.work.uploads import Busy

RETRY_AFTER = 5
"""Seconds that a client is asked to wait."""
PAUSE = 1.0
"""Seconds after a request met no database in which no other one asks for it."""
HEALTH = "/health/"
"""Looks for itself and says what it found."""
_NOT_THERE = ("08", "57P", "53300")
"""What SQLSTATE begins with: the connection broke, the server goes or comes, it has no connection left (PostgreSQL,
appendix A).
"""
_BUSY = ("40001", "40P01", "55P03")
"""Somebody else was at it: serialization failure, deadlock, no lock."""
CROWDED = gettext_lazy(
    "Other files are being read at this moment, and yours was not. Nothing was changed. Wait a minute, then load this "
    "page again: what you sent is sent again."
)
_SQLITE_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED")


def is_away(error: BaseException | None) -> bool:
    """Return whether the database could not be reached."""
    if isinstance(error, InterfaceError):  # the connection had broken before
        return True
    if not isinstance(error, OperationalError) or hasattr(error.__cause__, "sqlite_errorname"):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(_NOT_THERE)


def is_busy(error: BaseException | None) -> bool:
    """Return whether the database was reached and would have accepted the same a moment later."""
    if not isinstance(error, OperationalError):
        return False
    name, state = (getattr(error.__cause__, attribute, None) or "" for attribute in ("sqlite_errorname", "sqlstate"))
    return name.startswith(_SQLITE_BUSY) or state.startswith(_BUSY)


def is_crowded(error: BaseException | None) -> bool:
    """Return whether as many files are being read as may be at once. At once?"""
    return isinstance(error, Busy)


def is_full(error: BaseException | None) -> bool:
    """Return whether there was no room left for a file, or in the database."""
    if isinstance(error, OperationalError):
        name, state = (getattr(error.__cause__, attribute, None) for attribute in ("sqlite_errorname", "sqlstate"))
        return name == "SQLITE_FULL" or state == "53100"
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


class TryAgain(HttpResponse):
    """The answer to a request that would succeed later; `no_database` where it is the database that is away."""

    no_database = False


def server_error(request: HttpRequest) -> HttpResponse:
    """Show 503 where the error that is being handled will pass by itself, 507 where there is no room left, else 500.
    The handler that `lms.urls` names.
    """
    error = sys.exc_info()[1]
    if is_away(error):
        return _try_again(request, no_database=True)
    if is_full(error):
        return _as_page_or_json(request, HTTPStatus.INSUFFICIENT_STORAGE, _("There is no room left on the server"))
    if is_crowded(error):
        return _try_again(request, explanation=CROWDED)
    if is_busy(error):
        return _try_again(request)
    return _as_page_or_json(request, HTTPStatus.INTERNAL_SERVER_ERROR, _("Something went wrong on our side"))


def _as_page_or_json(request: HttpRequest, status: HTTPStatus, title: str) -> HttpResponse:
    """Answer without the database: a page, or its title as a sentence for a script that asks for JSON."""
    if wants_json(request):
        return as_json(f"{title}.", status=status)
    return HttpResponse(get_template(f"{status}.html").render(), status=status)


def _try_again(
    request: HttpRequest, *, no_database: bool = False, explanation: str | Promise | None = None
) -> HttpResponse:
    """Answer without the database, so without the frame of whoever is signed in. JSON for a script that asks for it."""
    if wants_json(request):
        sentence = str(explanation or _("Mafunzo cannot answer at the moment. Your saved work is safe."))
        response = TryAgain(
            json.dumps({"message": numbered(sentence)}), "application/json", HTTPStatus.SERVICE_UNAVAILABLE
        )
    else:
        response = TryAgain(
            get_template("503.html").render({"explanation": explanation}), status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    patch_vary_headers(response, ["Accept"])
    response["Retry-After"] = str(RETRY_AFTER)
    never_cached(response)
    response.no_database = no_database
    return response


class Outages:
    """Breaker for the database: while it is away one request at a time asks for it, and all others are answered at
    once: waiting threads help nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._asking = threading.Lock()
        self._away = False
        self._ask_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._away or request.path == HEALTH:
            return self._noting(request)
        if time.monotonic() < self._ask_at or not self._asking.acquire(blocking=False):
            return _try_again(request)
        try:
            return self._noting(request)
        finally:
            self._asking.release()

    def _noting(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path != HEALTH:
            self._away = getattr(response, "no_database", False)
            self._ask_at = time.monotonic() + PAUSE
        return response
