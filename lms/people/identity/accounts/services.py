"""Cards with a code and passwords that are handed to a person so that they can sign in.

The only writer of cards, but for what a sheet draws (`sheets`) and for their use (`activating`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password as hashed
from django.core.exceptions import PermissionDenied
from django.db import transaction

from ...audit.services import note, note_many
from ...directory.models import User
from ...directory.rules import refuse_own_case
from ..mail import outbox
from ..mail.activation_links import may_be_mailed, may_be_texted
from ..mail.mails import Kind, Mail
from ..mail.sms_outbox import Text
from ..protection import throttling
from . import sms_delivery
from .generated_passwords import as_drawn, make_password
from .models import ActivationCard
from .reach import helped_by

HOUR = timedelta(hours=1)
MOST_LINKS = 3
"""Links that one person gets in `HOUR`."""


class NotTheirs(PermissionDenied):
    """The person is nobody whom `by` may help. Nothing was written."""


@transaction.atomic
def give_card(*, person: User, by: User, now: datetime) -> tuple[ActivationCard, str]:
    """Make a new card for `person` and return it with its code, which is kept in no other place. An earlier card is
    void; the password that they have stays until they use the card. They are told by mail. Raises `NotTheirs`,
    `OwnCase`.
    """
    held = _held(person, by)
    code = make_password()
    card = replace([held], by=by, now=now)[0]
    card.code = hashed(as_drawn(code))
    card.save(update_fields=["code"])
    outbox.tell_of_help(person=held, now=now)
    return card, code


@transaction.atomic
def give_password(*, person: User, by: User, now: datetime) -> str:
    """Set a new password for `person`, which they change when they sign in, and return it; it is kept in no other
    place. Their sessions end, a card is void, and they are told by mail. Raises `NotTheirs`, `OwnCase`.
    """
    held = _held(person, by)
    password = make_password()
    held.set_password(password)
    held.password_given = True
    held.save(update_fields=["password", "password_given"])
    ActivationCard.objects.unused().filter(person=held).delete()
    throttling.forgive(held)
    note("password_handed_over", by=by, person=held, now=now)
    outbox.tell_of_help(person=held, now=now)
    return password


@transaction.atomic
def mail_link(*, person: User, by: User, now: datetime) -> bool:
    """Send `person`, who has an address and no password, a link by which they choose one. False where they had enough
    of them within an hour, or may have none. Raises `NotTheirs`, `OwnCase`.
    """
    held = _held(person, by)
    lately = Mail.objects.filter(person=held, kind=Kind.ACTIVATE, made_at__gt=now - HOUR, made_at__lt=now + HOUR)
    if not may_be_mailed(held) or lately.count() >= MOST_LINKS:
        return False
    outbox.write(kind=Kind.ACTIVATE, recipient=held.email, person=held, now=now)
    note("activation_mailed", by=by, person=held, now=now)
    return True


@transaction.atomic
def text_link(*, person: User, by: User, now: datetime) -> bool:
    """Send the link by text message to `person` who has a phone number, no e-mail address and no password. False also
    if no gateway reaches them now. Raises `NotTheirs`, `OwnCase`.
    """
    held = _held(person, by)
    lately = Text.objects.filter(person=held, made_at__gt=now - HOUR, made_at__lt=now + HOUR)
    if not may_be_texted(held) or lately.count() >= MOST_LINKS or sms_delivery.write(person=held, now=now) is None:
        return False
    note("activation_texted", by=by, person=held, now=now)
    return True


def replace(people: Sequence[User], *, by: User, now: datetime, sheet: int | None = None) -> list[ActivationCard]:
    """Return new cards without a code for `people`, in place of their earlier ones; their rows are locked. Four
    statements.
    """
    ActivationCard.objects.filter(person__in=[person.pk for person in people]).delete()
    until = now + timedelta(days=settings.ACTIVATION_DAYS)
    cards = ActivationCard.objects.bulk_create(
        [ActivationCard(person=person, sheet_id=sheet, by=by, made_at=now, expires_at=until) for person in people]
    )
    note_many("card_made", people, by=by, now=now)
    return cards


def _held(person: User, by: User) -> User:
    """Return `person`, locked, if `by` may help them."""
    refuse_own_case(by, [person.pk])
    if not helped_by(by).filter(pk=person.pk).exists():
        raise NotTheirs
    return User.objects.select_for_update(no_key=True).get(pk=person.pk)
