"""Codes that an app on a phone makes of a secret and the time (TOTP, RFC 6238)."""

import base64
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

SECONDS = 30
TOLERANCE = 1
"""Codes before and after the present one that count too: clocks of phones differ, and people type slowly."""
BYTES = 20


def new_secret() -> str:
    """Return a secret of 160 bits in Base32, as apps read it (RFC 4226, 4)."""
    return base64.b32encode(secrets.token_bytes(BYTES)).decode()


def step_of(code: str, *, secret: str, now: datetime) -> int | None:
    """Return the number of the half minute whose code `code` is, spaces aside; None if it is of none near `now`."""
    present = int(now.timestamp()) // SECONDS
    for step in range(present - TOLERANCE, present + TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def address_for_apps(*, secret: str, account: str, issuer: str) -> str:
    """Return the address in the QR code for an app: the account, the site, and the secret."""
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?{urlencode({'secret': secret, 'issuer': issuer})}"
