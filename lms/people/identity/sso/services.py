"""The only writer of what is set up for single sign-on."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction

from ...audit.services import note
from ...directory.codes import code_for
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from ..providers.models import SignOn
from ..sessions.models import Session
from . import institution_choices

FIELDS = ("protocol", "on", "issuer", "client", "number_from", "address", "certificates", "metadata_url")
EMPTY: Mapping[str, object] = {"client": "", "address": "", "certificates": [], "metadata_url": ""}
"""What one of the protocols does without."""
OF_THE_SECRET = ("issuer", "client")
"""What a secret belongs to: with another one of these it is given again, or it would be sent to somebody else."""


ANOTHER = ("protocol", "issuer")
"""Fields whose change makes it another provider."""


class Choices(TypedDict, total=False):
    """Settings of a provider: of each of `FIELDS` that its protocol has, one value. `secret` None leaves the secret as
    it is.
    """

    protocol: str
    on: bool
    issuer: str
    client: str
    number_from: str
    address: str
    certificates: list[str]
    metadata_url: str
    secret: str | None


class SecretMissing(ValueError):
    """The issuer or the client is another one, and no secret was given. Nothing was written."""


@transaction.atomic
def set_up(*, institution: Institution, by: User, now: datetime, **choices: Unpack[Choices]) -> SignOn:
    """Let the provider of `institution` be as `choices` say. Sessions that came through it end where it is off, or
    another one by now. The same again changes nothing. Raises `NotTheirs`, `SecretMissing`.
    """
    held, secret = _held(institution, by), choices.get("secret")
    about: Mapping[str, object] = {**EMPTY, **choices}
    sign_on = SignOn.objects.filter(institution=held).first() or SignOn(institution=held)
    changed = [name for name in FIELDS if sign_on.pk is None or getattr(sign_on, name) != about[name]]
    if secret is None and sign_on.secret and not set(changed).isdisjoint(OF_THE_SECRET):
        raise SecretMissing
    if secret is not None and (secret or sign_on.secret):
        sign_on.keep_secret(secret)
        changed.append("secret")
    if not changed:
        return sign_on
    for name in FIELDS:
        setattr(sign_on, name, about[name])
    sign_on.changed_at, sign_on.changed_by = now, by
    sign_on.save()
    if not sign_on.on or not set(changed).isdisjoint(ANOTHER):
        _end_sessions(sign_on)
    note("sign_on_changed", by=by, institution=held, now=now, fields=changed, on=sign_on.on)
    transaction.on_commit(institution_choices.clear_cache)
    return sign_on


@transaction.atomic
def remove(*, institution: Institution, by: User, now: datetime) -> bool:
    """Take the provider of `institution` away, with its secret and the sessions that came through it. False where there
    was none. Raises `NotTheirs`.
    """
    held = _held(institution, by)
    gone, _rows = SignOn.objects.filter(institution=held).delete()
    if gone:
        note("sign_on_removed", by=by, institution=held, now=now)
        transaction.on_commit(institution_choices.clear_cache)
    return gone > 0


def _end_sessions(sign_on: SignOn) -> None:
    """End those that came through it: they were begun by a provider that may no longer sign anybody in."""
    Session.objects.filter(sign_on=sign_on).delete()


def _held(institution: Institution, by: User) -> Institution:
    """Return the institution, locked until the end, with a code, which its address contains."""
    held = Institution.objects.select_for_update(of=("self",), no_key=True).get(pk=institution.pk)
    if not administers(by, held):
        raise NotTheirs
    if not held.code:
        held.code = code_for(held.name, held.kind)
        held.save(update_fields=["code"])
    return held
