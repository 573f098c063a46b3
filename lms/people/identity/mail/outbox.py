"""Writing mails down, so that no request waits for a mail server and nothing is lost while there is none."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import get_language

from lms.foundation.work.queueing import queue

from ...directory.models import User
from .mails import Kind, Mail, Status

KEPT = timedelta(days=30)
"""How long a row tells that a mail was sent, or why not."""


def write(*, kind: Kind, recipient: str, person: User | None, now: datetime, language: str = "") -> Mail:
    """Write a mail to `recipient`, sent when the transaction has committed.

    It speaks the person's language; for want of one, `language`.
    """
    known = dict(settings.LANGUAGES)
    asked = (person.language if person is not None else "", language, get_language() or "", settings.LANGUAGE_CODE)
    mail = Mail.objects.create(
        kind=kind,
        recipient=recipient,
        person=person,
        made_at=now,
        next_at=now,
        language=next(code for code in asked if code in known),
    )
    queue("people.send_mail", mail.pk)
    return mail


def tell_of_password(*, person: User, now: datetime) -> None:
    """Tell `person` that their password is another one, where they have an address."""
    if person.email:
        write(kind=Kind.PASSWORD, recipient=person.email, person=person, now=now)


def tell_of_factors(*, person: User, now: datetime) -> None:
    """Tell `person` that their second factor is another one, or none, where they have an address."""
    if person.email:
        write(kind=Kind.FACTORS, recipient=person.email, person=person, now=now)


def tell_of_transfer(*, person: User, now: datetime) -> None:
    """Tell `person` where they serve from now on, where they have an address. Told again of the same, nothing is
    written.
    """
    if person.email and not Mail.objects.filter(kind=Kind.TRANSFER, person=person, made_at=now).exists():
        write(kind=Kind.TRANSFER, recipient=person.email, person=person, now=now)


def tell_of_help(*, person: User, now: datetime) -> None:
    """Tell `person` that somebody handed over a card or a password for their account, where they have an address."""
    if person.email:
        write(kind=Kind.HELPED, recipient=person.email, person=person, now=now)


def tell_of_address(*, person: User, old: str, now: datetime) -> None:
    """Tell the `old` address, where there was one, that the account of `person` has another."""
    if old and old != person.email:
        write(kind=Kind.CHANGED, recipient=old, person=person, now=now)


def retry_given_up(*, now: datetime) -> int:
    """Queue every mail again that was given up, after a person has mended the cause.

    Returns how many mails that is.
    """
    return Mail.objects.given_up().update(status=Status.WAITING, tries=0, next_at=now)


def delete_old_mails(*, now: datetime) -> int:
    """Delete what was written down long ago, sent or not: whoever still waits for it has asked again.

    Returns how many.
    """
    return Mail.objects.filter(made_at__lte=now - KEPT).delete()[0]
