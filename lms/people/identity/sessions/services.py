"""Sessions as rows: when they were used last, which a person has, and ending them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from ...audit.security_log import tell_of_many_when_committed, tell_when_committed
from ...directory.models import User
from .models import Session, stored_key

BEGAN, DEVICE, STAFF = "began_at", "device", "staff"
"""In the session: when its person signed in (seconds since 1970), on what device, and whether they were staff then."""


def began_at(data: dict[str, Any], *, now: datetime) -> datetime:
    """Return when the person of the session with `data` signed in; `now` if no person has."""
    return datetime.fromtimestamp(data[BEGAN], UTC) if BEGAN in data else now


def signed_in_at(request: HttpRequest, *, now: datetime) -> datetime:
    """Return when the person who sent `request` signed in; `now` if no person has."""
    return began_at(dict(request.session.items()), now=now)


@dataclass(frozen=True)
class Shown:
    """A session as its person sees it."""

    session: Session
    is_this: bool


def sessions_of(person: User, *, key: str | None, now: datetime) -> list[Shown]:
    """Return the sessions of `person` that have not ended, those used last first; `key` is that of the browser that
    asks.
    """
    rows = Session.objects.filter(user=person.pk, expire_date__gt=now).order_by("-last_used_at", "-expire_date")
    return [Shown(row, row.session_key == stored_key(key)) for row in rows]


def end(*, person: User, which: str, now: datetime) -> bool:
    """End the session of `person` whose row has the key `which`. False where there is none."""
    own = (one.session.session_key for one in sessions_of(person, key=None, now=now))
    return which in own and _end(person, session_key=which) > 0


def end_others(*, person: User, key: str | None) -> int:
    """End all sessions of `person` but that of the browser with `key`. Returns how many that were."""
    others = Session.objects.filter(user=person.pk).exclude(session_key=stored_key(key))
    return _end(person, session_key__in=list(others.values_list("session_key", flat=True)))


@transaction.atomic
def end_of_many(people: QuerySet[User]) -> int:
    """End all sessions of `people`, as whoever runs the server asks. Returns how many people that were."""
    signed_in = list(people.filter(pk__in=Session.objects.exclude(user=None).values("user")))
    Session.objects.filter(user__in=[person.pk for person in signed_in]).delete()
    tell_of_many_when_committed("sessions_ended", signed_in, by_command=True)
    return len(signed_in)


def _end(person: User, **which: object) -> int:
    ended: int = Session.objects.filter(user=person.pk, **which).delete()[0]
    if ended:
        tell_when_committed("sessions_ended", by=person, person=person, count=ended)
    return ended
