"""Laws on public addresses: whoever comes gets an answer, and nothing is kept of them."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import resolve_url
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, converters

from ..pages.public_addresses import BELOW, NoSession
from .breach import Breach, expect
from .subject import Subject

ANSWERS = (Http404, PermissionDenied, SuspiciousOperation, BadRequest, MultiPartParserError)
"""What a view may raise: Django answers."""
WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
EXAMPLES: Mapping[type, object] = {
    converters.IntConverter: 1,
    converters.StringConverter: "x",
    converters.SlugConverter: "x",
    converters.PathConverter: "x",
    converters.UUIDConverter: UUID(int=1),
}
BODIES = ((b"", FORM), (b"word=%FF%00&word=", FORM), (b"{", JSON), (b'{"a": [null, 1e999]}', JSON), (b"\xff", "text/x"))


def answers_whoever_comes(subject: Subject, arguments: Mapping[str, Mapping[str, object]]) -> None:
    """Check that each public address answers any request of a stranger without a fault, a cookie or a page to sign in
    at; asking changes nothing. `arguments` are samples of the parts of addresses, by name.
    """
    module = subject.public_urls()
    for pattern, parts in patterns_in(module.urlpatterns if module else ()):
        given = arguments_of("public address", pattern, parts, arguments)
        for request in _requests(f"/{BELOW}{subject.slug}/"):
            _is_sound(f"The public address “{pattern.name}”", pattern, request, given)


def arguments_of(
    socket: str, pattern: URLPattern, parts: Mapping[str, Any], arguments: Mapping[str, Mapping[str, object]]
) -> dict[str, object]:
    """Return the values of the parts of an address: those that were given, else an example by the kind of each part."""
    name = str(pattern.name)
    examples = {part: EXAMPLES[type(kind)] for part, kind in parts.items() if type(kind) in EXAMPLES}
    given = {**examples, **pattern.default_args, **arguments.get(name, {})}
    expect(
        set(parts) <= set(given),
        f"Give a sample for the {socket} “{name}”, so that it can be tried: arguments = {{“{name}”: …}}.",
    )
    return given


def patterns_in(patterns: Any) -> Iterator[tuple[URLPattern, Mapping[str, Any]]]:
    """Yield each address, with the parts that it wants and their converters; None for a part of an expression."""
    for one in patterns:
        parts = {**dict.fromkeys(one.pattern.regex.groupindex), **one.pattern.converters}
        if isinstance(one, URLResolver):
            yield from ((inner, {**parts, **more}) for inner, more in patterns_in(one.url_patterns))
        else:
            yield one, parts


def _requests(address: str) -> Iterator[HttpRequest]:
    make = RequestFactory(headers={"Authorization": "Bearer \u00e9", "Accept": JSON})
    yield from (make.get(address), make.get(address, {"word": "\x00", "page": "9" * 40}), make.head(address))
    yield from (make.generic("POST", address, body, content_type) for body, content_type in BODIES)


def _is_sound(what: str, pattern: URLPattern, request: HttpRequest, arguments: Mapping[str, object]) -> None:
    from django.contrib.auth.models import AnonymousUser

    request.user, request.session = AnonymousUser(), NoSession()  # type: ignore[assignment]  # as the house has them
    with CaptureQueriesContext(connection) as asked:
        try:
            response = pattern.callback(request, **arguments)
            response = response.render() if hasattr(response, "render") else response
        except ANSWERS:
            return
        except Exception as error:  # whatever somebody else's view raises
            raise Breach(f"{what} raises {type(error).__name__} for a {request.method} of nobody: {error}") from error
    expect(isinstance(response, HttpResponse) or hasattr(response, "streaming_content"), f"{what} gives no response.")
    expect(response.status_code < 500, f"{what} answers {response.status_code} to a {request.method} of nobody.")
    expect(not response.cookies, f"{what} sets a cookie. No cookie leaves a public address.")
    sign_in = resolve_url(settings.LOGIN_URL)
    expect(
        not response.get("Location", "").startswith(sign_in),
        f"{what} asks people to sign in. Nobody is signed in there: put it among `urls`.",
    )
    if request.method in ("GET", "HEAD"):
        wrote = [query["sql"] for query in asked.captured_queries if query["sql"].lstrip().upper().startswith(WRITING)]
        expect(not wrote, f"{what} changes rows where it is asked by {request.method}: {wrote[:1]}")
