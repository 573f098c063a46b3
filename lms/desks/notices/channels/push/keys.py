"""The key by which services for pushes know this site (VAPID, RFC 8292)."""

import base64
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from .encryption import CURVE, public_bytes

HOLDS = timedelta(hours=12)
"""How long a token of ours holds; at most 24 hours (RFC 8292, 2)."""


def encoded(data: bytes) -> str:
    """Return the key as base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the same back. Raises `ValueError`."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def new_private_key() -> str:
    """Return a private key, as PUSH_PRIVATE_KEY has it."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return encoded(number.to_bytes(32, "big"))


@lru_cache(maxsize=2)
def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that `text` has. Raises `ValueError` for anything else."""
    return ec.derive_private_key(int.from_bytes(decoded(text), "big"), CURVE)


def public_text() -> str:
    """Return the public key for browsers; an empty text where this site has no key and sends no pushes."""
    if not settings.PUSH_PRIVATE_KEY:
        return ""
    return encoded(public_bytes(private_key(settings.PUSH_PRIVATE_KEY).public_key()))


def authorization(address: str, *, now: datetime) -> str:
    """Return the header by which the service at `address` knows us."""
    parts = urlsplit(address)
    said = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + HOLDS).timestamp()), "sub": _contact()}
    token = jwt.encode(said, private_key(settings.PUSH_PRIVATE_KEY), algorithm="ES256")
    return f"vapid t={token}, k={public_text()}"


def _contact() -> str:
    """Return an address of mail or the web, without which some services take nothing."""
    contact: str = settings.PUSH_CONTACT or settings.BASE_URL
    return contact if "@" not in contact or contact.startswith("mailto:") else f"mailto:{contact}"
