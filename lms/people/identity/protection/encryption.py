"""Secrets as they are stored: encrypted with a key that follows from SECRET_KEY and from where the secret belongs."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotBeRead(ValueError):
    """Refusal: the text was encrypted with a key that is gone, belongs elsewhere, or was changed."""


def encrypt(text: str, *, place: str) -> str:
    """Encrypt `text` for the rows of `place`, with the present SECRET_KEY."""
    return _keys(place).encrypt(text.encode()).decode()


def decrypt(encrypted: str, *, place: str) -> str:
    """Decrypt the text, with the present SECRET_KEY or one of SECRET_KEY_FALLBACKS. Raises `CannotBeRead`."""
    try:
        return _keys(place).decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise CannotBeRead(place) from None


def _keys(place: str) -> MultiFernet:
    """Return a key for each secret (HKDF, RFC 5869), so that a row copied to another place opens nothing there."""
    return MultiFernet(
        [
            Fernet(_key(secret, place))
            for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS, *settings.ENCRYPTED_BEFORE)
        ]
    )


def _key(secret: str, place: str) -> bytes:
    info = f"mafunzo plugin setting {place}".encode()  # the words of the first use: other words are other keys
    return base64.urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=info).derive(secret.encode()))
