"""Passkeys (WebAuthn, level 3): what the browser is asked, and what it answers, checked by allauth with fido2.

The question stands in the session until it is answered, once. It is of this site's host alone, which a browser checks.
"""

import json
from datetime import datetime
from typing import Any

import structlog
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.db import transaction
from django.http import HttpRequest

from ..models import User
from .services import added, locked_person

log = structlog.get_logger("mafunzo.security")

LONGEST = 20_000
"""Characters of a browser's answer."""
MOST = 10
"""Passkeys of one person."""


class NotThisPasskey(ValueError):
    """What the browser answered fits no question or no passkey of this person. Nothing was written."""


def question_for_new(request: HttpRequest, person: User) -> dict[str, Any]:
    """What a browser is asked that is to make a passkey of `person`."""
    with context.request_context(request):
        return auth.begin_registration(person, passwordless=False)


def question(request: HttpRequest, person: User) -> dict[str, Any]:
    """What a browser is asked that is to show a passkey of `person`."""
    with context.request_context(request):
        return auth.begin_authentication(person)


@transaction.atomic
def add(*, request: HttpRequest, person: User, answer: str, now: datetime) -> list[str]:
    """Keep the passkey that the browser made, as a second factor of `person`, and tell them by mail.

    Returns new recovery codes; none where they have some. Raises `NotThisPasskey`.
    """
    locked = locked_person(person)
    if Authenticator.objects.filter(user=locked, type=Authenticator.Type.WEBAUTHN).count() >= MOST:
        raise NotThisPasskey
    credential = _read(answer)
    with context.request_context(request):
        _checked(auth.complete_registration, credential)
        row = auth.WebAuthn.add(locked, "", credential).instance
        _checked(lambda: auth.WebAuthn(row).authenticator_data.credential_data.credential_id)
    row.created_at = now
    row.save(update_fields=["created_at"])
    return added(locked, "passkey", now=now)


@transaction.atomic
def take(*, request: HttpRequest, person: User, answer: str, now: datetime) -> None:
    """Note that `person` has shown a passkey of theirs. Raises `NotThisPasskey`."""
    credential = _read(answer)
    with context.request_context(request):
        row = _checked(auth.complete_authentication, person, credential)
    row.last_used_at = now
    row.save(update_fields=["last_used_at"])


def _read(answer: str) -> dict[str, Any]:
    try:
        credential = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        credential = None
    if not isinstance(credential, dict):
        raise NotThisPasskey
    return credential


def _checked(check: Any, *arguments: Any) -> Any:
    """What `check` gives. What comes from a browser may be anything, and the library raises as many kinds of errors."""
    try:
        return check(*arguments)
    except Exception as error:
        log.info("passkey_refused", error=type(error).__name__)
        raise NotThisPasskey from error
