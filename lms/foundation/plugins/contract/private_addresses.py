"""Laws on the addresses below `/x/`: every person who is signed in gets an answer, and asking changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern

from .breach import Breach, expect
from .public_addresses import ANSWERS, BODIES, WRITING, arguments_of, patterns_in
from .subject import Subject

BELOW = "x/"


def answers_people(subject: Subject, arguments: Mapping[str, Mapping[str, object]], people: Iterable[Any]) -> None:
    """Check that each address answers any request of each of `people` without a fault, and that a GET changes no row.

    `arguments` are samples of the parts of addresses, by name; numbers, words and UUIDs need none.
    """
    module: Any = subject.urls()
    for person in people:
        for pattern, parts in patterns_in(module.urlpatterns if module else ()):
            given = arguments_of("address", pattern, parts, arguments)
            for request in _requests(f"/{BELOW}{subject.slug}/", person):
                with transaction.atomic():
                    _is_sound(f"The address “{pattern.name}”", pattern, request, given)
                    transaction.set_rollback(True)  # the next request finds the same rows


def _requests(address: str, person: Any) -> Iterator[HttpRequest]:
    make = RequestFactory()
    sent = (make.get(address), make.get(address, {"word": "\x00", "page": "9" * 40, "pk": "x"}), make.head(address))
    posted = (make.generic("POST", address, body, content_type) for body, content_type in BODIES)
    for request in (*sent, *posted):
        request.user, request.session = person, SessionStore()
        request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as Django's middleware has it
        yield request


def _is_sound(what: str, pattern: URLPattern, request: HttpRequest, arguments: Mapping[str, object]) -> None:
    with CaptureQueriesContext(connection) as asked:
        try:
            response = pattern.callback(request, **arguments)
            response = response.render() if hasattr(response, "render") else response
        except ANSWERS:
            return
        except Exception as error:  # whatever somebody else's view raises
            who = f"{request.method} of {request.user}"
            raise Breach(f"{what} raises {type(error).__name__} for a {who}: {error}") from error
    expect(isinstance(response, HttpResponse) or hasattr(response, "streaming_content"), f"{what} gives no response.")
    expect(response.status_code < 500, f"{what} answers {response.status_code} to a {request.method}.")
    if request.method in ("GET", "HEAD"):
        wrote = [query["sql"] for query in asked.captured_queries if query["sql"].lstrip().upper().startswith(WRITING)]
        expect(not wrote, f"{what} changes rows where it is asked by {request.method}: {wrote[:1]}")
