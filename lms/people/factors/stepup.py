"""Asking again who it is before something that a phone left lying must not open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.interface.scripts import as_json, wants_json
from lms.plugins.linked_pages import LANDING, address

KEY = "confirmed_at"
WITHIN = timedelta(minutes=15)
P = ParamSpec("P")


def confirm(request: HttpRequest, *, now: datetime) -> None:
    """Keep in the session that its person has shown password or factor at `now`."""
    request.session[KEY] = int(now.timestamp())


def is_confirmed(request: HttpRequest, *, now: datetime) -> bool:
    """Has the person of this session shown password or factor within fifteen minutes?"""
    return now.timestamp() - request.session.get(KEY, 0) <= WITHIN.total_seconds()


def confirmed_lately(
    view: Callable[Concatenate[Any, P], HttpResponseBase],
) -> Callable[Concatenate[Any, P], HttpResponseBase]:
    """`view`, behind the sign-in, for whoever has shown password or factor within fifteen minutes. Others are asked,
    and come back to the page: to the form that they filled in where they sent one. Who asks for JSON gets 403 with a
    sentence and the address of the page that asks.
    """

    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated or is_confirmed(request, now=timezone.now()):
            return view(request, *args, **kwargs)
        asks = f"{reverse('confirm-yourself')}?{urlencode({'next': _page_of(request)})}"
        if wants_json(request):
            sentence = _("Show that it is you first: open the page that asks for your password.")
            return as_json(sentence, status=HTTPStatus.FORBIDDEN, address=asks)
        if request.method == "POST":
            messages.warning(request, _("What you sent is not saved yet. Show that it is you, then send it again."))
        return redirect(asks)

    guarded.asks_again = True  # type: ignore[attr-defined]  # by which the tests find every such page
    return guarded


def _page_of(request: HttpRequest) -> str:
    """The page that is asked for; of what is sent, the page from which it is."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not safe_page(request, came_from):
        return address(LANDING)
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def safe_page(request: HttpRequest, page: str) -> str:
    """`page` where it is one of this site; nothing where it is another's."""
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""
