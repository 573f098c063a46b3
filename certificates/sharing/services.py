"""The only writer of links to certificates: made, ended, and deleted a while after their end."""

from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext

from lms.people.audit.services import note

from ..models import Certificate, Share

BYTES = 32
MOST = 20
"""Links of one certificate that are open at once."""
ANSWERS_FOR = timedelta(days=365)
"""Time for which a link that was ended says so, before nobody knows it any more."""


class TooMany(ValueError):
    """Refusal: the certificate has as many open links as it may have."""


@transaction.atomic
def share(*, certificate: Certificate, ends_on: date | None, today: date, now: datetime) -> str:
    """Make a link to `certificate` for its holder and return the secret, which is kept nowhere. Raises `TooMany`."""
    held = Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
    if held.shares.open_on(today).count() >= MOST:
        raise TooMany(gettext("This certificate has many links already. End one that nobody needs any more."))
    secret = token_urlsafe(BYTES)
    Share.objects.create(certificate=held, digest=digest_of(secret), ends_on=ends_on, made_at=now)
    _note("certificate_shared", certificate, now)
    return secret


@transaction.atomic
def end(*, link: Share, now: datetime) -> None:
    """End `link`; one that was ended before stays as it is."""
    if Share.objects.filter(pk=link.pk, ended_at=None).update(ended_at=now):
        _note("certificate_share_ended", link.certificate, now)


def find(secret: str) -> Share | None:
    """Return the link with this `secret`, with its certificate, or None. One statement in either case."""
    related = ("certificate__earned_by__institution", "certificate__issuer")
    return Share.objects.select_related(*related).filter(digest=digest_of(secret)).first()


def delete_old(*, now: datetime) -> int:
    """Delete the links that ended long ago. Returns how many."""
    long_ago = now - ANSWERS_FOR
    ended = Share.objects.filter(Q(ended_at__lt=long_ago) | Q(ends_on__lt=long_ago.date()))
    return ended.delete()[0]


def digest_of(secret: str) -> str:
    """Return the digest of a secret. Drawn from 2**256, it needs neither salt nor a slow hash."""
    return sha256(secret.encode()).hexdigest()


def _note(action: str, certificate: Certificate, now: datetime) -> None:
    learner = certificate.earned_by.learner_id
    note(action, by=learner, person=learner, now=now, serial=certificate.serial)
