"""Adapter of allauth's second factor to the site: secrets are encrypted, and an account is called by its number."""

from typing import TYPE_CHECKING

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from ..protection.encryption import decrypt, encrypt

if TYPE_CHECKING:
    from ...directory.models import User

PLACE = "second factor"


class Adapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return encrypt(text, place=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt the text. Raises `CannotBeRead` if its key is gone."""
        return decrypt(encrypted_text, place=PLACE)

    def get_totp_label(self, user: "User") -> str:
        """Return the label that the app on the phone shows."""
        return str(user.service_number)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the host for which a passkey is: the requested one, which has to be one of ALLOWED_HOSTS."""
        return {"id": context.request.get_host().partition(":")[0], "name": settings.MFA_TOTP_ISSUER}

    def get_public_key_credential_user_entity(self, user: "User") -> dict[str, object]:
        """Return the names that a device shows if it has passkeys of several accounts."""
        return {"id": str(user.pk).encode(), "display_name": str(user.name), "name": str(user.service_number)}
