"""The only writer of the audit log. Whatever changes or shows personal data or results calls `note` in its own
transaction, so that the entry is there if the change is.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from lms.foundation.database.counter import counted
from lms.foundation.database.statements import Insert

from ..directory.current_request import current_request, known_user
from ..directory.institutions import Institution
from ..directory.models import User
from . import published_events
from .actions import Action, actions
from .log_hashes import request_origin
from .models import AuditEntry

LONGEST_DATA = 2000
"""Characters of an entry's data as JSON."""
LONGEST_PAGE = 120
MINUTE = 60
DAY = 24 * 3600
MOST_OF_ONE = 20
"""Entries that are kept in a minute of one bounded action of one person, or of one client nobody knows."""
MOST_IN_A_DAY = 200
"""The same of a person in a day, also where they do to themselves what is not bounded, such as signing in."""
MOST_OF_STRANGERS = 120
"""The same of all clients together that nobody knows: 170,000 a day, some 50 MB."""
SAME_SIGHT = 300
"""Seconds in which the same person looking at the same person again is no new entry."""

Person = User | int | None
_NEW = Insert(AuditEntry)


class UnknownAction(LookupError):
    """Refusal: this action is not registered. Nothing was written."""


def note(
    action: str,
    *,
    now: datetime,
    by: Person = None,
    person: Person = None,
    institution: Institution | int | None = None,
    request: HttpRequest | None = None,
    **data: object,
) -> AuditEntry | None:
    """Write down that `by` did `action`, to or about `person`. One statement.

    Where `by` or `request` is not given they are those of the request that is being answered; where `institution` is
    not given it is that of the person (one more statement where only their number is given), and where nobody is named
    that of `by`. `data` holds numbers,
    slugs, yes or no, and lists of them: never a name, an address, a password, an answer or what somebody typed.
    None where somebody does it to themselves, or the action is bounded, and there were too many. Raises
    `UnknownAction`, and `ValueError` for data that is too long or no JSON.
    """
    return next(iter(note_many(action, [person], now=now, by=by, institution=institution, request=request, **data)))


def note_many(
    action: str,
    people: Iterable[Person],
    *,
    now: datetime,
    by: Person = None,
    institution: Institution | int | None = None,
    request: HttpRequest | None = None,
    **data: object,
) -> Sequence[AuditEntry | None]:
    """Add an entry for each of `people`, as `note` does. One statement; one more if only numbers are given."""
    registered = actions.find(action)
    if registered is None:
        raise UnknownAction(action)
    _check(data)
    people, request = list(people), request or current_request()
    doer, found = by if by is not None else known_user(request), request_origin(request)
    own = doer is not None and [_number(doer)] == [_number(person) for person in people]
    left_out = not people or ((registered.bounded or own) and _too_many(registered, doer, found.get("client", "")))
    is_heard = published_events.is_heard(action)
    if left_out and not is_heard:
        return [None] * len(people)
    at = {} if institution is not None else _institutions(people) | {None: getattr(doer, "institution_id", None)}
    entries = [
        AuditEntry(
            at=now,
            action=action,
            by_id=_number(doer),
            person_id=_number(person),
            institution_id=_number(institution) if institution is not None else at.get(_number(person)),
            page=found.get("page", "")[:LONGEST_PAGE],
            client=found.get("client", ""),
            data=data,
        )
        for person in people
    ]
    if is_heard:  # also of an entry that is one too many for the log
        told = [(entry.person_id, entry.institution_id) for entry in entries]
        published_events.publish(action, told, data=data, now=now)
    if left_out:
        return [None] * len(people)
    if len(entries) == 1:  # bulk_create opens a transaction where there is none: two statements more
        _NEW.insert(entries[0])
        return entries
    return AuditEntry.objects.bulk_create(entries, batch_size=1000)


def note_seen(
    action: str, *, person: User, now: datetime, by: User, request: HttpRequest | None = None, **data: Any
) -> AuditEntry | None:
    """Write down that `by` looked at what is known of `person`; not where they look at themselves, and once for all
    that they see of them on the same page within five minutes.
    """
    if by.pk == person.pk:
        return None
    sight = f"people:audit:seen:{action}:{by.pk}:{person.pk}"
    if not cache.add(sight, 1, SAME_SIGHT):
        return None
    return note(action, by=by, person=person, now=now, request=request, **data)


def _number(row: Any) -> int | None:
    return getattr(row, "pk", row)


def _institutions(people: Sequence[Person]) -> dict[int | None, int | None]:
    """Return the institution of each of `people`; queries the database only for people given as a number."""
    known: dict[int | None, int | None] = {
        person.pk: person.institution_id for person in people if isinstance(person, User)
    }
    asked = [person for person in people if isinstance(person, int)]
    return {**known, **dict(User.objects.filter(pk__in=asked).values_list("pk", "institution_id"))} if asked else known


def _check(data: Mapping[str, object]) -> None:
    try:
        length = len(json.dumps(data))
    except TypeError as error:
        raise ValueError(f"What is noted has to be JSON: {error}") from error
    if length > LONGEST_DATA:
        raise ValueError(f"What is noted has {length} characters; {LONGEST_DATA} are the most.")


def _too_many(action: Action, by: Person, client: str) -> bool:
    """Return whether there were too many of the action already in this minute or day: so the disk is not filled with
    refusals, or with actions on oneself; each one left out here is still a line of the structured log. Each action is
    counted for itself, so that many of one hide none of another.
    """
    if by is not None:
        key = f"people:audit:bounded:by:{_number(by)}:{action.slug}"
        return counted(key, MINUTE) > MOST_OF_ONE or counted(f"{key}:day", DAY) > MOST_IN_A_DAY
    return (
        counted(f"people:audit:bounded:from:{client}", MINUTE) > MOST_OF_ONE
        or counted("people:audit:bounded:strangers", MINUTE) > MOST_OF_STRANGERS
    )
