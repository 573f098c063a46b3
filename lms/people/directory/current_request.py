"""The request that is being answered, for services and receivers that are not given it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


@contextmanager
def as_current_request(request: HttpRequest) -> Iterator[None]:
    """Make `request` the current one inside the block."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


@contextmanager
def on_behalf_of(person: Any) -> Iterator[None]:
    """Make `person` the user inside the block, for background work that they asked for: the log names them."""
    request = HttpRequest()
    vars(request)["_cached_user"] = person
    with as_current_request(request):
        yield


def current_request() -> HttpRequest | None:
    """Return the request that is being answered; None in commands and background work."""
    return _request.get()


def known_user(request: HttpRequest | None) -> Any:
    """Return the user who sent `request`, if already looked up: reading `request.user` would cost a statement if no
    code read it before. None if no user is signed in.
    """
    user = getattr(request, "_cached_user", None)
    return user if user is not None and user.is_authenticated else None
