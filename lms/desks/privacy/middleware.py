"""Redirection to the privacy notice of the institution, for people who have not accepted it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lms.foundation.interface.json_responses import wants_json
from lms.foundation.interface.navigation import destinations_of
from lms.people.directory.requests import view_name
from lms.people.identity.sign_in.middleware import AskedFirst

from .privacy_notices import has_accepted

ACCEPTED = "notice_accepted"
"""In the session: the number of the notice that its person accepted."""


class NoticeFirst:
    """Middleware that shows the privacy notice in place of the pages where people land and that their bar leads to.
    Whatever they are in the middle of, such as an exam, goes on. Asks the database nothing where there is no notice,
    and once for each session where there is one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME not in request.COOKIES or wants_json(request):
            return None
        if view_name(request) in AskedFirst.OPEN:
            return None
        person = request.user
        number = getattr(getattr(person, "institution", None), "notice", None)
        if number is None or request.session.get(ACCEPTED) == number or not _is_a_place(request):
            return None
        if has_accepted(person, number):  # type: ignore[arg-type]  # who has an institution is a User
            request.session[ACCEPTED] = number
            return None
        return redirect(f"{reverse('privacy:notice')}?{urlencode({'next': request.get_full_path()})}")


def _is_a_place(request: HttpRequest) -> bool:
    return any(request.path == url for places in destinations_of(request.user) for _found, url in places)
