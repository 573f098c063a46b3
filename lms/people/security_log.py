"""What concerns the safety of accounts, as lines of the log `mafunzo.security`: who, by number, and never what somebody
typed.

`person` is whom it is about; `user`, which the sign-in backend adds to every line of a request, is who did it. What was
typed and the client's address stand there as marks: the same again has the same mark, and nobody without the site's key
finds what it stands for.
"""

from functools import partial
from typing import Any

import structlog
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .addresses import client_address

log = structlog.get_logger("mafunzo.security")

MISTYPED = "wagtail_serve"
"""Answers to every address that nothing else does."""


def mark(text: str) -> str:
    """What stands for `text` in the log."""
    return salted_hmac("lms.people.security_log", text, algorithm="sha256").hexdigest()[:16]


def tell(event: str, request: HttpRequest | None = None, **facts: Any) -> None:
    """Write a line at once: of what nothing takes back, such as a refusal."""
    log.info(event, **facts, **_where(request))


def tell_when_committed(event: str, **facts: Any) -> None:
    """Write a line once what it tells of is in the database."""
    transaction.on_commit(partial(log.info, event, **facts))


def _where(request: HttpRequest | None) -> dict[str, str]:
    """From which client, and at which page."""
    if request is None:
        return {}
    client, page = client_address(request), getattr(request, "resolver_match", None)
    return {"client": mark(client) if client else "", "page": page.view_name or page.route if page else ""}


def refused(request: HttpRequest, status: int, person: int | None) -> None:
    """Tell of a `status` that says: not allowed, too much, too often; to somebody signed in also “not there”,
    as strangers are told.
    """
    page = request.resolver_match
    looked_for = person is not None and page is not None and page.view_name != MISTYPED
    if status in (401, 403, 413, 429) or (status == 404 and looked_for):
        log.warning("refused", status=status, method=request.method, user=person, **_where(request))
