"""The only writer of subscriptions: a browser lets pushes come, or does so no more."""

from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from lms.people.directory.models import User
from lms.people.identity.sessions.models import Session

from . import encryption, keys
from .models import Subscription

LONGEST = 1000
MOST = 10
"""Browsers of one person; the one that was used longest ago makes room."""
KEPT = timedelta(days=180)


class NoBrowser(ValueError):
    """Refusal: the data sent is no address with keys of a browser to which this site sends."""


@transaction.atomic
def subscribe(
    *, person: User, address: str, key: str, auth: str, device: str, began_at: datetime, now: datetime
) -> Subscription:
    """Let pushes come to the browser. One that was somebody else's is now this person's. Raises `NoBrowser`."""
    point, secret = _read(key, encryption.PUBLIC), _read(auth, encryption.AUTH)
    try:
        encryption.public_key(point)
    except ValueError as error:
        raise NoBrowser("no key") from error
    if not is_known(address):
        raise NoBrowser("no service that we send to")
    about = {"person": person, "address": address, "key": point, "auth": secret, "device": device[:60]}
    about |= {"session_began_at": began_at, "made_at": now, "used_at": now}
    row, _new = Subscription.objects.update_or_create(digest=_digest(address), defaults=about)
    own = Subscription.objects.filter(person=person).order_by("-used_at", "-pk")
    Subscription.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST:])).delete()
    return row


def unsubscribe(*, person: User, address: str) -> None:
    """Send nothing more to this browser of theirs."""
    Subscription.objects.filter(person=person, digest=_digest(address)).delete()


def forget_session(*, person: User, began_at: datetime) -> None:
    """Forget the session: the browser signed out."""
    Subscription.objects.filter(person=person, session_began_at=began_at).delete()


def delete_unused(*, now: datetime) -> int:
    """Delete what no push came to for half a year. Returns how many rows."""
    deleted: int = Subscription.objects.filter(used_at__lt=now - KEPT).delete()[0]
    return deleted


def browsers_of(person: int, *, now: datetime) -> list[Subscription]:
    """Return the browsers in which `person` is signed in, and delete their other ones. Two statements, one more where
    any are deleted.
    """
    rows = list(Subscription.objects.filter(person=person).order_by("pk"))
    if not rows:
        return []
    signed_in = Session.objects.filter(user=person, expire_date__gt=now).values_list("began_at", flat=True)
    began = {at.replace(microsecond=0) for at in signed_in if at is not None}
    here = [row for row in rows if row.session_began_at.replace(microsecond=0) in began]
    if gone := {row.pk for row in rows} - {row.pk for row in here}:
        Subscription.objects.filter(pk__in=gone).delete()
    return here


def is_on(*, person: User, began_at: datetime) -> bool:
    """Return whether pushes go to the browser in which the session of `person` began at `began_at`. One statement."""
    return Subscription.objects.filter(person=person, session_began_at=began_at).exists()


def is_known(address: str) -> bool:
    """Return whether `address` belongs to a service to which this site sends."""
    try:
        parts = urlsplit(address)
        host, scheme = parts.hostname or "", parts.scheme
    except ValueError:
        return False
    if len(address) > LONGEST or not address.isascii() or not address.isprintable() or parts.username is not None:
        return False
    if host in settings.PUSH_INTERNAL_HOSTS:
        return scheme in ("http", "https")
    known = (host == one or (one.startswith(".") and host.endswith(one)) for one in settings.PUSH_HOSTS)
    return scheme == "https" and any(known)


def _read(text: str, length: int) -> bytes:
    try:
        data = keys.decoded(text)
    except ValueError as error:
        raise NoBrowser("no base64") from error
    if len(data) != length:
        raise NoBrowser("another length")
    return data


def _digest(address: str) -> str:
    return sha256(address.encode()).hexdigest()
