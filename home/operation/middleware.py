"""Middlewares of every request: a name in the log, one line when it is answered, and headers on what browsers may use
and may store.
"""

import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from lms.foundation.plugins.people_sources.rows import MOST_BYTES
from lms.foundation.text.fault_numbers import number_of
from lms.people.audit.security_log import refused
from lms.people.directory.choices import TEACHING_ROLES, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from lms.people.directory.models import User

log = structlog.get_logger("mafunzo.request")

GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
)
SCANNING = PERMISSIONS.replace("camera=()", "camera=(self)")
SHARED = re.compile("immutable|public")
"""In a Cache-Control: the answer is kept for others too."""
ANSWERED = ["GET", "HEAD", "POST", "OPTIONS"]
"""What is said to whoever asks by TRACE, which would give back what a proxy added."""
SLOW_MS = 2000
CREST = re.compile(r"/academy/institution/[0-9]+/crest/")
OBSERVATION = re.compile(r"/x/observation/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/")
OF_EDITORS = re.compile(r"/x/(scenario/story/[0-9]+|simulation/case/[0-9]+/(file|part/cards/(new|of/[^/]+)))/")
HAND_IN = re.compile(r"/x/assignment/(work/[0-9]+/(note/)?|bundle/[0-9]+/[0-9a-f-]{36}/)")
PHOTOS_MOST = 25 * 1024 * 1024
"""Bytes of an observation that is signed with its photos, each of which is at most 8 MB."""
LIST_MOST = MOST_BYTES + 1024 * 1024
"""Bytes of a list of people with its form; one that is somewhat too large is told so beside the field."""


class RequestLog:
    """Names the route and the person's id, never the address or the name: both may hold personal data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN.fullmatch(given) else uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id, number=number_of(request_id))
        began = time.monotonic()
        response = HttpResponseNotAllowed(ANSWERED) if request.method == "TRACE" else self.get_response(request)
        if not SHARED.search(response.get("Cache-Control", "")):  # a cache would keep the id of whoever asked first
            response.headers["X-Request-ID"] = request_id
        self._tell(request, response, round((time.monotonic() - began) * 1000))
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
        route = request.resolver_match.route if request.resolver_match else ""
        user = _known(request)
        refused(request, response.status_code, user if user and user.is_authenticated else None)
        tell = log.warning if milliseconds > SLOW_MS else log.info
        if response.status_code >= 500:
            tell = log.error
        tell(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            ms=milliseconds,
            user=user.pk if user else None,
        )


class ShortNotModified:
    """An answer that nothing changed (304) is a few bytes: what a browser knows of the page goes without saying."""

    KNOWN = (
        "Content-Language",
        "Content-Security-Policy",
        "Cross-Origin-Opener-Policy",
        "Permissions-Policy",
        "Referrer-Policy",
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "X-Frame-Options",
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            for name in self.KNOWN:
                response.headers.pop(name, None)
        return response


class PermissionsPolicy:
    """No page of ours needs a microphone or one's whereabouts, and that which reads codes of certificates alone a
    camera.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        scans = request.resolver_match is not None and request.resolver_match.view_name == "verify:page"
        response.headers.setdefault("Permissions-Policy", SCANNING if scans else PERMISSIONS)
        return response


class BodyLimit:
    """A body that is larger than this site takes from whoever sends it is refused before any of it is read.

    Files come in through the admin, lists of people, crests of institutions, photos of observations, stories for
    scenarios, cases and their pictures, work that is handed in through their pages: only whoever may go there sends
    more than a form holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if (
            length.isdecimal()
            and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
            and int(length) > self._most(request)
        ):
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)

    def _most(self, request: HttpRequest) -> int:
        """Return the largest body in bytes. Asks the database only about a large body that comes with a session."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.path.startswith(reverse("wagtailadmin_home")) or OF_EDITORS.fullmatch(request.path):
            may, most = request.user.has_perm("wagtailadmin.access_admin"), settings.UPLOAD_MOST
        elif OBSERVATION.fullmatch(request.path):
            may, most = _teaches(request.user), PHOTOS_MOST
        elif HAND_IN.fullmatch(request.path):
            may, most = request.user.is_authenticated, settings.UPLOAD_MOST
        else:
            brings = request.path == reverse("academy:lists") or bool(CREST.fullmatch(request.path))
            may, most = brings and _administers(request.user), LIST_MOST
        return most if may else settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def _administers(user: "AnonymousUser | User") -> bool:
    """Return whether `user` may upload a list of people or a crest. Asks what the session’s statement found."""
    return user.is_authenticated and (user.is_superuser or Role.ADMINISTRATOR in user.duties)


def _teaches(user: "AnonymousUser | User") -> bool:
    """Return whether `user` may observe a person, asked in the same way."""
    return user.is_authenticated and (user.is_superuser or bool(user.duties & set(TEACHING_ROLES)))


class NeverCached:
    """Middleware that keeps the pages of signed-in people out of caches, so that on a shared phone the next person
    cannot go back to them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = _known(request)
        if (
            user is not None and user.is_authenticated and response.get("Cache-Control", "private") == "private"
        ):  # as Wagtail's admin says
            add_never_cache_headers(response)
        return response


def _known(request: HttpRequest) -> Any:
    """Return the user of the request, where they were looked up: asking `request.user` would cost a query where it was
    not asked before.
    """
    return getattr(request, "_cached_user", None)
