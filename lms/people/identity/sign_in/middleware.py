"""Middlewares that identify the person, note that their session is used, and lead to pages that must be done first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy

from lms.foundation.interface.json_responses import as_json, wants_json
from lms.foundation.plugins.pages.linked_pages import LANDING, address

from ...directory.current_request import as_current_request
from ...directory.models import User
from ...directory.reach import is_staff
from ...directory.requests import view_name
from ..factors import rules, second_step
from ..sessions import expiry
from ..sessions.backends import loaded_already
from ..sessions.models import Session
from ..shared_devices import session_lock

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def keep_use(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Write down that the session of `person` is used, if it is time to; one on a shared device may lock. One
    statement, or none.
    """
    store: Any = request.session
    row: Session | None = store.row
    if row is None:
        return
    if row.shared_device_id:
        session_lock.keep_use(request, row, person, now=now)
        return
    staff, began = is_staff(person), row.began_at or now
    if expiry.is_to_be_kept(used_at=row.last_used_at, ends=row.expire_date, began_at=began, now=now, is_staff=staff):
        end = expiry.ends_at(began_at=began, used_at=now, is_staff=staff)
        Session.objects.filter(pk=row.pk).update(last_used_at=now, began_at=began, expire_date=end)


class SignedIn(AuthenticationMiddleware):
    """Django's own, which gets the person whom the session brought with it, in one statement, in place of asking again.

    That the person may sign in and that the session is of their present password is Django's to see, as ever.
    """

    def __call__(self, request: HttpRequest) -> Any:
        with as_current_request(request):
            return super().__call__(request)

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = later = SimpleLazyObject(lambda: _put_in_place(request, later))  # type: ignore[assignment]


def _put_in_place(request: HttpRequest, later: object) -> object:
    """Return the user who sent the request. If the request still has the object `later` that finds it out, the user
    takes its place: reading attributes through that object takes several times as long.
    """
    person = _person_of(request)
    if request.__dict__.get("user") is later:
        request.user = person
    return person


def _person_of(request: HttpRequest) -> "AnonymousUser | User":
    request.session.get(auth.SESSION_KEY)  # loads it
    with loaded_already(getattr(request.session, "person", None)):
        person = get_user(request)
    if person.is_authenticated:
        keep_use(request, person, now=timezone.now())
    return person


@dataclass(frozen=True)
class Demand:
    """Requirement that people meet first, at the page of this name; `open` are the pages that open meanwhile."""

    page: str
    sentence: str | Promise
    open: frozenset[str]
    is_due: Callable[[HttpRequest], bool]


LOCKED = Demand(
    "locked",
    gettext_lazy("This device is locked. Show again who you are."),
    frozenset({"locked"}),
    session_lock.is_locked,
)
"""Of whoever left a shared device alone for a while."""
OWN_PASSWORD = Demand(
    "password",
    gettext_lazy("Choose a password of your own first."),
    frozenset(
        {
            "password",
            "password-strength",
            "password-forgotten",
            "password-forgotten-sent",
            "password-new",
            "help",
            "help-page",
        }
    ),
    lambda request: getattr(request.user, "password_given", False) and not request.session.get(second_step.BY_PROVIDER),
)
"""Of whoever has a password that somebody else gave them, and knows; not where their institution's provider has shown
who they are.
"""
SECOND_FACTOR = Demand(
    "factors",
    gettext_lazy("Set up a second factor first."),
    frozenset({*OWN_PASSWORD.open, *rules.PAGES}),
    rules.is_due,
)


class AskedFirst:
    """Middleware that leads people with an unmet requirement to its page and to no other before."""

    OPEN = frozenset({"sign-out", "language", "health"})
    DEMANDS = LOCKED, OWN_PASSWORD, SECOND_FACTOR

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """Redirect to the page of an unmet requirement. Costs no query for a request without a session."""
        name = view_name(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or name in self.OPEN:
            return None
        due = next((one for one in self.DEMANDS if name not in one.open and one.is_due(request)), None)
        if due is None:
            return None
        if due is LOCKED:
            session_lock.hold(request, view)
        if wants_json(request):
            return as_json(str(due.sentence), status=HTTPStatus.FORBIDDEN, address=reverse(due.page))
        wanted = request.get_full_path() if request.method == "GET" else address(LANDING)
        return redirect(f"{reverse(due.page)}?{urlencode({'next': wanted})}")
