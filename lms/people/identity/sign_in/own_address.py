"""The e-mail address of an account: another one counts when its owner has confirmed it, and the old one is told."""

from datetime import datetime, timedelta

from django.db import transaction

from ...audit.security_log import tell_when_committed
from ...directory.models import User
from ..mail import outbox
from ..mail.links import of_addresses
from ..mail.mails import Kind, Mail, NewAddress

MOST = 5
"""Addresses that one person asks for in `HOUR`: each gets a mail, wanted or not."""
HOUR = timedelta(hours=1)


class TooOften(ValueError):
    """Refusal of a person who asked for too many addresses within an hour. Nothing was written."""


class NothingToConfirm(ValueError):
    """The link was used, is too old or is not this person's. Nothing was written."""


@transaction.atomic
def ask(*, person: User, address: str, now: datetime) -> None:
    """Send a link to `address`, which becomes the person's when they open it; tell the address that they have.

    Raises `TooOften`.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if (
        Mail.objects.filter(person=locked, kind=Kind.CONFIRM, made_at__gt=now - HOUR, made_at__lt=now + HOUR).count()
        >= MOST
    ):
        raise TooOften
    NewAddress.objects.update_or_create(person=locked, defaults={"address": address, "asked_at": now})
    outbox.write(kind=Kind.CONFIRM, recipient=address, person=locked, now=now)
    if locked.email:
        outbox.write(kind=Kind.ASKED, recipient=locked.email, person=locked, now=now)
    tell_when_committed("e_mail_asked", person=locked)


def asked_for(person: User, token: str) -> NewAddress:
    """Return the address that `token` confirms as that of `person`. Raises `NothingToConfirm`."""
    new = NewAddress.objects.select_related("person").filter(person=person.pk).first()
    if new is None or not of_addresses.check_token(new, token):
        raise NothingToConfirm
    return new


@transaction.atomic
def confirm(*, person: User, token: str, now: datetime) -> str:
    """Make the address that `token` confirms the person's, once, and tell the old one.

    Returns it. Raises `NothingToConfirm`.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    new = asked_for(locked, token)
    old, locked.email = locked.email, new.address
    locked.save(update_fields=["email"])
    new.delete()
    outbox.tell_of_address(person=locked, old=old, now=now)
    return locked.email
