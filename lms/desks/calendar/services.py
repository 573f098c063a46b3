"""The only writer of addresses of calendars: made anew, taken away, and let go where an account was closed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q

from lms.people.audit.services import note
from lms.people.directory.models import User

from .models import FeedAddress

BYTES = 32
EMPTY_FOR = timedelta(days=30)
"""How long the calendar of a closed account is empty, so that phones drop what they had, before it is gone."""
MADE, TAKEN = "calendar_address_made", "calendar_address_taken"


@transaction.atomic
def renew(*, person: User, now: datetime) -> str:
    """Give `person` a new address in place of the one they had. Returns its secret, which is kept nowhere."""
    secret = token_urlsafe(BYTES)
    about = {"digest": digest_of(secret), "made_at": now, "closed_at": None}
    FeedAddress.objects.update_or_create(person=User.objects.get(pk=person.pk), defaults=about)
    note(MADE, by=person, person=person, now=now)
    return secret


@transaction.atomic
def revoke(*, person: User, now: datetime) -> bool:
    """Take the address of `person` away; False where there was none."""
    taken = bool(FeedAddress.objects.filter(person=person.pk).delete()[0])
    if taken:
        note(TAKEN, by=person, person=person, now=now)
    return taken


def find_address(secret: str) -> FeedAddress | None:
    """Return the address of a calendar that has this `secret`, with its person, or None. One statement in either
    case.
    """
    return FeedAddress.objects.select_related("person__institution").filter(digest=digest_of(secret)).first()


def delete_closed(institutions: Collection[object], *, now: datetime) -> int:
    """Note which accounts are closed, and delete the addresses of those that have been for a month: how many."""
    rows = FeedAddress.objects.filter(Q(person__institution__in=institutions) | Q(person__institution=None))
    rows.filter(person__is_active=False, closed_at=None).update(closed_at=now)
    rows.filter(person__is_active=True).exclude(closed_at=None).update(closed_at=None)
    deleted: int = rows.filter(closed_at__lt=now - EMPTY_FOR).delete()[0]
    return deleted


def digest_of(secret: str) -> str:
    """Return a new secret. Drawn from 2**256, it needs neither salt nor a slow hash."""
    return sha256(secret.encode()).hexdigest()
