"""Log of the security of accounts: a line of the log `mafunzo.security` and an entry of the audit log.

Who, by number, and never what somebody typed. `person` is whom it is about; `user`, which the sign-in backend adds to
every line of a request, is who did it. What was typed and the client's address stand there as marks.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils import timezone

from ..directory.institutions import Institution
from .log_hashes import request_origin
from .services import Person, note, note_many

if TYPE_CHECKING:
    from ..directory.models import User

log = structlog.get_logger("mafunzo.security")

MISTYPED = "wagtail_serve"
"""Answers to every address that nothing else does."""


def tell(event: str, request: HttpRequest | None = None, *, by: Person = None, **facts: Any) -> None:
    """Write both at once: of what nothing takes back, such as a failure."""
    log.info(event, **_line(facts), **request_origin(request))
    _enter(event, by=by, request=request, **facts)


def tell_when_committed(event: str, *, by: Person = None, **facts: Any) -> None:
    """Write the line once what it tells of is in the database; the entry is part of the same transaction."""
    transaction.on_commit(partial(log.info, event, **_line(facts)))
    _enter(event, by=by, **facts)


def tell_of_many_when_committed(event: str, people: Iterable[Any], **facts: Any) -> None:
    """Write the same for several people: a line for each, and all entries in one statement."""
    people = list(people)
    for person in people:
        transaction.on_commit(partial(log.info, event, **_line({"person": person, **facts})))
    note_many(event, people, now=timezone.now(), **facts)


def refused(request: HttpRequest, status: int, person: Any) -> None:
    """Tell of a `status` that says: not allowed, too much, too often; to somebody signed in (`person`) also “not
    there”, as strangers are told.
    """
    page = request.resolver_match
    looked_for = person is not None and page is not None and page.view_name != MISTYPED
    if status in (401, 403, 413, 429) or (status == 404 and looked_for):
        user = person.pk if person else None
        log.warning("refused", status=status, method=request.method, user=user, **request_origin(request))
        _enter_refusal(request, status, person)


def _enter_refusal(request: HttpRequest, status: int, person: "User") -> None:
    """Enter the refusal without an effect on the answer, which is made and goes out, whatever becomes of the entry."""
    at = person.institution_id if person else None
    try:
        note(
            "refused",
            by=person,
            institution=at,
            now=timezone.now(),
            request=request,
            status=status,
            method=request.method,
        )
    except DatabaseError:
        log.exception("refusal_not_noted", status=status)


def _line(facts: Mapping[str, object]) -> dict[str, object]:
    """Return `facts` with people and institutions as numbers."""
    return {name: getattr(value, "pk", value) for name, value in facts.items()}


def _enter(
    event: str,
    *,
    by: Person,
    request: HttpRequest | None = None,
    people: Iterable[Person] | None = None,
    person: Person = None,
    institution: Institution | int | None = None,
    **data: object,
) -> None:
    """Add one entry, or one for each of `people`."""
    note_many(
        event,
        [person] if people is None else people,
        by=by,
        institution=institution,
        request=request,
        now=timezone.now(),
        **data,
    )
