"""What is asked of people before they go on."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from lms.interface.scripts import as_json, wants_json
from lms.plugins.linked_pages import LANDING, address

from .answering import answering
from .backends import loaded_already
from .requests import view_name


class SignedIn(AuthenticationMiddleware):
    """Django's own, which gets the person whom the session brought with it, in one statement, in place of asking again.

    That the person may sign in and that the session is of their present password is Django's to see, as ever.
    """

    def __call__(self, request: HttpRequest) -> Any:
        with answering(request):
            return super().__call__(request)

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]


def _person_of(request: HttpRequest) -> Any:
    request.session.get(auth.SESSION_KEY)  # loads it
    with loaded_already(getattr(request.session, "person", None)):
        return get_user(request)


class OwnPassword:
    """Whoever has a password that somebody else gave them, and knows,
    chooses one of their own before they see or do anything.
    """

    OPEN = frozenset(
        {"password", "password-forgotten", "password-forgotten-sent", "password-new", "sign-out", "language", "health"}
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Asks the database nothing for whoever brings no session."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or view_name(request) in self.OPEN:
            return None
        if not getattr(request.user, "password_given", False):
            return None
        if wants_json(request):
            sentence = _("Choose a password of your own first.")
            return as_json(sentence, status=HTTPStatus.FORBIDDEN, address=reverse("password"))
        wanted = request.get_full_path() if request.method == "GET" else address(LANDING)
        return redirect(f"{reverse('password')}?{urlencode({'next': wanted})}")
