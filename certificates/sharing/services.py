"""The only writer of links to certificates, and the one reader of their secrets."""

from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.utils.translation import gettext

from lms.people.audit.services import note

from ..models import Certificate, Share

BYTES = 32
MOST = 20
"""Links that one certificate has at once."""


class TooMany(ValueError):
    """Refusal: the certificate has as many links as it may have."""


@transaction.atomic
def share(*, certificate: Certificate, now: datetime) -> str:
    """Make a link to `certificate` for its holder and return the secret, which is kept nowhere. Raises `TooMany`."""
    held = Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
    if held.shares.count() >= MOST:
        raise TooMany(gettext("This certificate has many links already. End one that nobody needs any more."))
    secret = token_urlsafe(BYTES)
    Share.objects.create(certificate=held, digest=digest_of(secret), made_at=now)
    _note("certificate_shared", certificate, now)
    return secret


@transaction.atomic
def end(*, link: Share, now: datetime) -> None:
    """End `link`; one that was ended before stays so."""
    if Share.objects.filter(pk=link.pk).delete()[0]:
        _note("certificate_share_ended", link.certificate, now)


def find(secret: str) -> Certificate | None:
    """Return the certificate that the link with this `secret` shows, or None. One statement in either case."""
    rows = Certificate.objects.select_related("earned_by__institution", "issuer", "of_course")
    return rows.exclude(status=Certificate.Status.WITHDRAWN).filter(shares__digest=digest_of(secret)).first()


def digest_of(secret: str) -> str:
    """Return the digest of a secret. Drawn from 2**256, it needs neither salt nor a slow hash."""
    return sha256(secret.encode()).hexdigest()


def _note(action: str, certificate: Certificate, now: datetime) -> None:
    learner = certificate.earned_by.learner_id
    note(action, by=learner, person=learner, now=now, serial=certificate.serial)
