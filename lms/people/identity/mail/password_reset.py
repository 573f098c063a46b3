"""A password that its owner has forgotten: a link by mail, and a new password through it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from ...audit.security_log import tell_of_many_when_committed
from ...directory.models import User
from ..protection import throttling
from . import links, outbox
from .mail_texts import may_have_link
from .mails import Kind, Mail

MOST_LINKS = 3
"""Links that one person gets in `HOUR`, so that nobody fills a mailbox with them."""
MOST_PEOPLE = 20
"""People behind one address who get a link. An address that more people share is an office's."""
HOUR = timedelta(hours=1)


class LinkIsVoid(ValueError):
    """The link was used, is too old, or its person may have none. Nothing was written."""


def ask(*, address: str, now: datetime) -> None:
    """Write down that somebody wants a link sent to `address`.

    One statement, whether anybody has this address or not.
    """
    outbox.write(kind=Kind.FORGOTTEN, recipient=address, person=None, now=now)


@transaction.atomic
def look_up(mail: Mail, *, now: datetime) -> None:
    """Send a link to each person with the address that `mail` names, to the address as they have it; none if there is
    no such person.
    """
    recently = Count(
        "mails", filter=Q(mails__kind=Kind.LINK, mails__made_at__gt=now - HOUR, mails__made_at__lt=now + HOUR)
    )
    people: QuerySet[Any] = User.objects.reached_at(mail.recipient).filter(is_active=True).annotate(links=recently)
    may = [person for person in people.order_by("pk")[:MOST_PEOPLE] if may_have_link(person)]
    reached = [person for person in may if person.links < MOST_LINKS]
    for person in reached:
        outbox.write(kind=Kind.LINK, recipient=person.email, person=person, now=now, language=mail.language)
    tell_of_many_when_committed("password_link_made", reached)
    mail.delete()


@transaction.atomic
def choose(*, person: User, token: str, password: str, now: datetime) -> User:
    """Give `person` the `password` they chose through a link, once. All their sessions end, and failed sign-ins are
    forgiven.

    Raises `LinkIsVoid`. The password has to be checked before.
    """
    locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not may_have_link(locked) or not links.of_passwords.check_token(locked, token):
        raise LinkIsVoid
    locked.set_password(password)
    locked.save(update_fields=["password", "password_given"])
    throttling.forgive(locked)
    outbox.tell_of_password(person=locked, now=now)
    return locked
