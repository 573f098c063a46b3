"""Codes that an app on a phone makes of a secret and the time (TOTP, RFC 6238), and the offer of a new secret.

A new secret is kept by nobody until the app shows the right code: the form carries it, encrypted for one person alone.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings

from lms.foundation.text.folding import ascii_digits

from ...directory.models import User
from ..protection.encryption import decrypt, encrypt

SECONDS = 30
TOLERANCE = 1
"""Codes before and after the present one that count too: clocks of phones differ, and people type slowly."""
BYTES = 20


def new_secret() -> str:
    """Return a secret of 160 bits in Base32, as apps read it (RFC 4226, 4)."""
    return base64.b32encode(secrets.token_bytes(BYTES)).decode()


def step_of(code: str, *, secret: str, now: datetime) -> int | None:
    """Return the number of the half minute whose code `code` is, in digits of any script and spaces aside; None if it
    is of none near `now`.
    """
    typed = ascii_digits(code)
    present = int(now.timestamp()) // SECONDS
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if compare_user_code(actual=typed, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def address_for_apps(*, secret: str, account: str, issuer: str) -> str:
    """Return the address in the QR code for an app: the account, the site, and the secret."""
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?{urlencode({'secret': secret, 'issuer': issuer})}"


@dataclass(frozen=True)
class Offer:
    """`carried` goes through the form; `address` is what the app reads; `written` is the secret in groups of four."""

    secret: str
    carried: str
    address: str
    written: str

    @property
    def picture(self) -> str:
        """The QR code of the address, as an SVG."""
        import segno

        return segno.make(self.address, error="m").svg_inline(scale=5, dark="#000", light="#fff", border=4)


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
    address = address_for_apps(secret=secret, account=person.service_number, issuer=settings.MFA_TOTP_ISSUER)
    written = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return Offer(secret=secret, carried=carried, address=address, written=written)
