"""The address at which somebody ends a kind of mail without signing in."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from lms.foundation.plugins.notice import kinds
from lms.people.directory.models import User

_signer = signing.Signer(salt="notices.stop")


def unsubscribe_address(person: User, kind: str) -> str:
    """Return the address at which `person` ends mails of `kind`; an empty text for a kind that is required."""
    known = kinds.find(kind)
    if known is None or known.required:
        return ""
    token = _signer.sign_object([person.pk, kind])
    return settings.BASE_URL.rstrip("/") + reverse("notices:stop", args=[token])


def unsubscribed_by(token: str) -> tuple[User, str] | None:
    """Return the person and the kind of mails that `token` ends; None if the token is invalid, or these mails may not
    be ended.
    """
    try:
        told: Any = _signer.unsign_object(token)
        pk, kind = told
    except (signing.BadSignature, ValueError, TypeError):
        return None
    person, known = User.objects.filter(pk=pk, is_active=True).first(), kinds.find(kind)
    return (person, kind) if person and known and not known.required else None
