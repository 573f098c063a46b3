"""New secret for a person who sets up an app, as a QR code and as text.

It is kept by nobody until the app shows the right code: the form carries it, encrypted for this person alone.
"""

from dataclasses import dataclass

import segno
from django.conf import settings

from ...directory.models import User
from ..protection.encryption import decrypt, encrypt
from .totp import address_for_apps, new_secret


@dataclass(frozen=True)
class Offer:
    """`carried` goes through the form; `picture` is an SVG; `written` is the secret in groups of four."""

    secret: str
    carried: str
    picture: str
    written: str


def offer(person: User) -> Offer:
    """Make a new secret for `person`."""
    secret = new_secret()
    return _shown(person, secret, encrypt(secret, place=_place(person)))


def offered(person: User, carried: str) -> Offer:
    """Return the secret that was offered to `person`. Raises `CannotBeRead` for any other."""
    return _shown(person, decrypt(carried, place=_place(person)), carried)


def _place(person: User) -> str:
    return f"new app of {person.pk}"


def _shown(person: User, secret: str, carried: str) -> Offer:
    told = address_for_apps(secret=secret, account=person.service_number, issuer=settings.MFA_TOTP_ISSUER)
    picture = segno.make(told, error="m").svg_inline(scale=5, dark="#000", light="#fff", border=4)
    written = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offer(secret=secret, carried=carried, picture=picture, written=written)
