"""Addresses that people give for a channel which uses none of their account: asked for, proved by a code, and read.

The only writer of them. A code goes to the address itself, so nothing is sent to a person who did not want it but one
code in ten minutes.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext, override

from lms.foundation.plugins.channel import OWN, Channel, Message, channels
from lms.foundation.text.folding import ascii_digits
from lms.foundation.work.queueing import queue
from lms.people.directory.models import User

from .models import OwnAddress

PAUSE = timedelta(minutes=10)
"""Time for which one code is enough, whatever the address."""
HOLDS = timedelta(minutes=30)
MOST_TRIES = 5


class NotAsked(ValueError):
    """Refusal: no code was sent. The text tells the person why."""


def channels_of(person: User) -> list[Channel]:
    """Return the channels on at the institution of `person` for which people give an address of their own."""
    return [one for one in channels.on_at(person.institution) if one.uses == OWN]


def of(person: User) -> list[tuple[Channel, OwnAddress | None]]:
    """Return each of these channels with the row of `person`. One statement, none where there is no such channel."""
    found = channels_of(person)
    rows = {row.channel: row for row in OwnAddress.objects.filter(person=person)} if found else {}
    return [(one, rows.get(one.slug)) for one in found]


def load(people: Iterable[User]) -> None:
    """Fetch what `confirmed` says of `people`. One statement, none where no channel asks for it."""
    by_key = {person.pk: person for person in people}
    for person in by_key.values():
        person.__dict__["own_addresses"] = {}
    if any(one.uses == OWN for one in channels):
        rows = OwnAddress.objects.filter(person__in=by_key, confirmed_at__isnull=False)
        for pk, channel, address in rows.values_list("person", "channel", "address"):
            by_key[pk].__dict__["own_addresses"][channel] = address


def confirmed(person: User, channel: str) -> str:
    """Return the address that `person` proved to be theirs; empty if there is none."""
    if "own_addresses" not in person.__dict__:
        load([person])
    address: str = person.__dict__["own_addresses"].get(channel, "")
    return address


@transaction.atomic
def ask(*, person: User, channel: Channel, text: str, now: datetime) -> None:
    """Let `text` be the address once its code is entered; until then nothing goes to it or to the one before. An empty
    text takes the address away. Raises `NotAsked`.
    """
    if not text.strip():
        OwnAddress.objects.filter(person=person, channel=channel.slug).update(address="", confirmed_at=None)
        return
    address = _clean(channel, text)
    row, is_new = OwnAddress.objects.select_for_update(no_key=True).get_or_create(
        person=person, channel=channel.slug, defaults={"asked_at": now}
    )
    if address == row.address and row.confirmed_at:
        return
    if not is_new and now < row.asked_at + PAUSE:
        raise NotAsked(gettext("A code was sent a moment ago. Ask for the next one in ten minutes."))
    row.address, row.confirmed_at, row.asked_at, row.tries = address, None, now, 0
    row.save()
    queue("notices.send_address_code", row.pk)


def _clean(channel: Channel, text: str) -> str:
    try:
        address = channel.clean_address(text)
    except ValueError as error:
        raise NotAsked(str(error)) from error
    if not address or len(address) > OwnAddress.LONGEST or not address.isprintable():
        raise NotAsked(gettext("The channel does not take this address."))
    return address


def send_code(pk: int) -> None:
    """Send the code of a row to its address. The same row again is the same message."""
    row = OwnAddress.objects.select_related("person__institution").filter(pk=pk, confirmed_at=None).first()
    channel = channels.find(row.channel, at=row.person.institution) if row else None
    if row is None or channel is None or not row.address:
        return
    language = row.person.language or settings.LANGUAGE_CODE
    with override(language):
        text = gettext("Your code for notices of Mafunzo: %(code)s") % {"code": _code(row)}
    key = f"address-{row.pk}-{row.asked_at:%Y%m%d%H%M%S}"
    channel.send(Message(key, text, language), to=row.address, institution=row.person.institution)


@transaction.atomic
def confirm(*, person: User, channel: Channel, code: str, now: datetime) -> bool:
    """Return whether `code` is the one that was sent, in digits of any script; then the address is used. Each code has
    a few tries.
    """
    rows = OwnAddress.objects.select_for_update(no_key=True).filter(person=person, channel=channel.slug)
    row = rows.exclude(address="").filter(confirmed_at=None, tries__lt=MOST_TRIES).first()
    if row is None or not row.asked_at <= now < row.asked_at + HOLDS:
        return False
    row.tries += 1
    is_right = constant_time_compare(_code(row), "".join(ascii_digits(code).split()))
    row.confirmed_at = now if is_right else None
    row.save()
    return is_right


def _code(row: OwnAddress) -> str:
    asked = f"{row.person_id} {row.channel} {row.address} {row.asked_at.timestamp()}"
    return f"{int(salted_hmac('notices.own_address', asked, algorithm='sha256').hexdigest(), 16) % 10**6:06}"
