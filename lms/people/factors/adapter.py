"""What allauth's second factor asks of the site: secrets are encrypted, and an account is called by its number."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from ..encryption import decrypt, encrypt

PLACE = "second factor"


class Adapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text, place=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `CannotBeRead` where its key is gone."""
        return decrypt(encrypted_text, place=PLACE)

    def get_totp_label(self, user: Any) -> str:
        """What the app on the phone shows."""
        return str(user.service_number)
