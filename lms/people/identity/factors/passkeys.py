"""Passkeys (WebAuthn, level 3): what the browser is asked, and what it answers, checked by allauth with fido2.

Checked here is what these leave open: the origin (they take any subdomain and port), a credential that is kept already,
a counter that goes back, and a question that is answered again.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.db import transaction
from django.http import HttpRequest
from fido2.utils import websafe_encode
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

from lms.foundation.database.counter import counted

from ...directory.models import User
from .services import locked_person, record_added_factor

log = structlog.get_logger("mafunzo.security")

LONGEST = 20_000
"""Characters of a browser's answer."""
MOST = 10
"""Passkeys of one person."""
SECONDS = 86_400
"""Seconds for which an answered challenge is remembered."""
COUNT = "sign_count"
"""In the row of a passkey: how often it signed, as its device counted when it was shown last; 0 where it does not."""


class NotThisPasskey(ValueError):
    """Refusal: the answer of the browser fits no question or no passkey of this person. Nothing was written."""


def question_for_new(request: HttpRequest, person: User) -> dict[str, object]:
    """Return the request to a browser to make a passkey of `person`."""
    with context.request_context(request):
        return auth.begin_registration(person, passwordless=False)


def question(request: HttpRequest, person: User) -> dict[str, object]:
    """Return the request to a browser to show a passkey of `person`."""
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
    with _answering(request):
        made = _checked(auth.complete_registration, credential)
        response = _checked(RegistrationResponse.from_dict, credential)
    _refuse_other_origins(request, response.response.client_data)
    credential["id"] = websafe_encode(made.credential_data.credential_id)
    if Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN, data__credential__id=credential["id"]).exists():
        raise NotThisPasskey
    row = auth.WebAuthn.add(locked, "", credential).instance
    row.created_at, row.data[COUNT] = now, made.counter
    row.save(update_fields=["created_at", "data"])
    return record_added_factor(locked, "passkey", now=now)


@transaction.atomic
def take(*, request: HttpRequest, person: User, answer: str, now: datetime) -> None:
    """Note that `person` has shown a passkey of theirs. Raises `NotThisPasskey`."""
    credential = _read(answer)
    with _answering(request):
        found = _checked(auth.complete_authentication, person, credential)
        response = _checked(AuthenticationResponse.from_dict, credential).response
    _refuse_other_origins(request, response.client_data)
    row = Authenticator.objects.select_for_update(no_key=True).get(pk=found.pk)
    _count_on(row, response.authenticator_data.counter)
    row.last_used_at = now
    row.save(update_fields=["last_used_at", "data"])


@contextmanager
def _answering(request: HttpRequest) -> Iterator[None]:
    """Answer the question of this session inside the block: once, whatever the answer is, also by two at once."""
    asked = request.session.pop(auth.STATE_SESSION_KEY, None)
    if asked is None or counted(f"people:passkey:{asked['challenge']}", SECONDS) > 1:
        log.info("passkey_refused", error="answered before")
        raise NotThisPasskey
    request.session[auth.STATE_SESSION_KEY] = asked  # where the library looks for it
    try:
        with context.request_context(request):
            yield
    finally:
        request.session.pop(auth.STATE_SESSION_KEY, None)


def _refuse_other_origins(request: HttpRequest, client_data: CollectedClientData) -> None:
    """Refuse other origins than the site's: fido2 takes what a browser made for any subdomain and port (WebAuthn, 7.1
    and 7.2).
    """
    own = f"{request.scheme}://{request.get_host()}"
    if client_data.origin != own or client_data.cross_origin:
        log.warning("passkey_refused", error="another origin")
        raise NotThisPasskey


def _count_on(row: Authenticator, count: int) -> None:
    """Store the counter of the device, and refuse one that counts back: then another person has a copy of its key
    (WebAuthn, 7.2).
    """
    before = row.data.get(COUNT, 0)
    if (count or before) and count <= before:
        log.warning("passkey_refused", error="counted back", person=row.user_id)
        raise NotThisPasskey
    row.data[COUNT] = count


def _read(answer: str) -> dict[str, object]:
    try:
        credential = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        credential = None
    if not isinstance(credential, dict):
        raise NotThisPasskey
    return credential


def _checked(check: Any, *arguments: Any) -> Any:
    """Return the result of `check`. Raises `NotThisPasskey` for any error: a browser may send anything, and the library
    raises as many kinds of errors.
    """
    try:
        return check(*arguments)
    except Exception as error:
        log.info("passkey_refused", error=type(error).__name__)
        raise NotThisPasskey from error
