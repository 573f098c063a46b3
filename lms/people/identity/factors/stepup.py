"""Asking again who it is before something that a phone left lying must not open."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, overload
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.foundation.interface.json_responses import as_json, wants_json
from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ..sessions.factor_holders import has_factor
from .forms import ConfirmForm

KEY = "confirmed_at"
WITHIN = timedelta(minutes=15)
PREFIX = "confirm"
"""Before the names of the fields that ask, beside those of the form that was sent."""
P = ParamSpec("P")
View = Callable[Concatenate[Any, P], HttpResponseBase]
_elsewhere: list[Callable[[HttpRequest], Any]] = []


def confirm_elsewhere(provider_for: Callable[[HttpRequest], object]) -> None:
    """Let people confirm at a provider, too: `provider_for` gives that of a request, or None."""
    _elsewhere.append(provider_for)


def confirm(request: HttpRequest, *, now: datetime) -> None:
    """Keep in the session that its person has shown password or factor at `now`."""
    request.session[KEY] = int(now.timestamp())


def is_confirmed(request: HttpRequest, *, now: datetime) -> bool:
    """Return whether the person of this session has shown password or factor within fifteen minutes."""
    return now.timestamp() - request.session.get(KEY, 0) <= WITHIN.total_seconds()


@overload
def confirmed_lately(view: View[P], *, file: bool = ...) -> View[P]: ...
@overload
def confirmed_lately(view: None = ..., *, file: bool = ...) -> Callable[[View[P]], View[P]]: ...
def confirmed_lately(view: View[P] | None = None, *, file: bool = False) -> object:
    """Restrict `view`, behind the sign-in, to people who have shown password or factor within fifteen minutes.

    Others are asked: if they opened a page they come to it afterwards, if they sent a form the question replaces the
    answer, and their data go along. A request for JSON gets 403 with a sentence and the address of the page that asks.

    `file` says that the view sends a file: people who were asked come to a page on which its download begins.
    """
    if view is None:
        return lambda view: confirmed_lately(view, file=file)
    shown: View[P] = view

    @wraps(shown)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        answered = f"{PREFIX}-password" in request.POST
        if answered:
            request.sensitive_post_parameters = "__ALL__"
        if request.user.is_authenticated and not is_confirmed(request, now=timezone.now()):
            asking = _ask(request, answered=answered, file=file)
            if asking is not None:
                return asking
        if answered and file:
            back = safe_page(request, request.POST.get(f"{PREFIX}-back", "")) or address(LANDING)
            return file_page(request, "", back=back, fields=_sent(request))
        if answered:
            request.POST = _without_answer(request)
        return shown(request, *args, **kwargs)

    guarded.asks_again = True  # type: ignore[attr-defined]  # by which the tests find every such page
    return guarded


def _ask(request: Any, *, answered: bool, file: bool) -> HttpResponse | None:
    """Give the answer that asks who it is; None where that was shown just now."""
    asks = f"{reverse('confirm-yourself')}?{urlencode({'next': _next(request, file=file)})}"
    if wants_json(request):
        sentence = _("Show that it is you first: open the page that asks for your password.")
        return as_json(sentence, status=HTTPStatus.FORBIDDEN, address=asks)
    if request.method in ("GET", "HEAD"):
        return redirect(asks)
    if request.FILES:  # a browser sends a file once
        messages.warning(request, _("Your entries are not saved yet. Show that it is you, then send them again."))
        return redirect(asks)
    form = ConfirmForm(
        request.POST if answered else None, prefix=PREFIX, request=request, with_code=has_factor(request.user)
    )
    if answered and form.is_valid():
        request.session.cycle_key()
        confirm(request, now=timezone.now())
        return None
    back = request.POST.get(f"{PREFIX}-back", "") if answered else _came_from(request)
    fields = [*_sent(request), (f"{PREFIX}-back", back)]
    response = confirm_page(request, form, next=address(LANDING), fields=fields, sent=True)
    add_never_cache_headers(response)
    return response


def confirm_page(request: HttpRequest, form: ConfirmForm, **context: object) -> HttpResponse:
    """Show the page with the `form` that asks."""
    provider = next(filter(None, (provider_for(request) for provider_for in _elsewhere)), None)
    context |= {"title": _("Confirm that it is you"), "form": form, "provider": provider}
    return render(request, "people/factors/confirm.html", context)


def file_page(request: HttpRequest, file: str, *, back: str, fields: object = ()) -> HttpResponse:
    """Show the page on which the download of `file` begins, or that of a POST with `fields` to the same address."""
    context = {"title": _("Your file"), "file": file, "back": back, "fields": fields}
    response = render(request, "people/factors/file.html", context)
    add_never_cache_headers(response)
    return response


def _without_answer(request: Any) -> Any:
    rest = request.POST.copy()
    for name in ("password", "code", "back"):
        rest.pop(f"{PREFIX}-{name}", None)
    return rest


def _sent(request: object) -> list[tuple[str, str]]:
    """Return the fields that were sent, as often as each was, except those that ask."""
    fields = _without_answer(request)
    fields.pop("csrfmiddlewaretoken", None)
    return [(name, value) for name, values in fields.lists() for value in values]


def _next(request: HttpRequest, *, file: bool) -> str:
    """Return the address to continue at: the requested page; for a file the page on which its download begins; for a
    POST the page from which it was sent.
    """
    if request.method not in ("GET", "HEAD"):
        return _came_from(request)
    page = request.get_full_path()
    return f"{reverse('confirmed-file')}?{urlencode({'file': page, 'back': _came_from(request)})}" if file else page


def _came_from(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not safe_page(request, came_from):
        return address(LANDING)
    parts = urlsplit(came_from)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def safe_page(request: HttpRequest, page: str) -> str:
    """Return `page` if it is one of this site; else an empty text."""
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if is_ours else ""
