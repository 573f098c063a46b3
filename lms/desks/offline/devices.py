"""Phones of people: registered with a key, known by their signature, revoked. The only writer of devices and breaks."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.people.audit.security_log import tell_when_committed
from lms.people.directory.models import User

from .chains import Place, follow
from .models import ChainBreak, Device
from .phone_names import name_on_phone
from .sent_events import SentBatch
from .signatures import is_signed

MOST, EVER = 50, 500
"""So many phones one person may have, and so many with those that were revoked."""


class NotRegistered(ValueError):
    """The phone cannot be registered: with the reason in a sentence."""


@dataclass(frozen=True)
class NewDevice:
    """Description that a phone gives of itself when a course is first kept on it; `place` is where its chain stands."""

    id: UUID
    key: str
    name: str = ""
    place: Place = field(default_factory=Place)


@dataclass(frozen=True)
class Sender:
    """The person whose events a batch has, and the phone that signed it, if it did. `person` is None where they are of
    another than the one who is signed in, and nothing proves it.
    """

    person: User | None
    device: Device | None = None

    @property
    def is_revoked(self) -> bool:
        return self.device is not None and self.device.revoked_at is not None


@transaction.atomic
def register(new: NewDevice, *, person: User, now: datetime) -> Device:
    """Register a phone of `person`; the same again changes only when it was seen.

    Raises `NotRegistered` for an id that is taken by another key or person, a phone that was revoked, and one too many.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)
    device = Device.objects.filter(pk=new.id).first()
    if device is None:
        there = Device.objects.of(person).aggregate(ever=Count("pk"), used=Count("pk", filter=Q(revoked_at=None)))
        if there["used"] >= MOST or there["ever"] >= EVER:
            raise NotRegistered(_("You have too many phones. Revoke those that you do not use any more."))
        return Device.objects.create(
            id=new.id,
            person=person,
            key=new.key,
            name=new.name[:100],
            first_seen_at=now,
            last_seen_at=now,
            sequence=new.place.sequence,
            head=new.place.head,
        )
    if (device.person_id, device.key) != (person.pk, new.key) or device.revoked_at:
        raise NotRegistered(_("This phone was revoked, or is registered otherwise."))
    _seen(device, now)
    return device


def sender_of(batch: SentBatch, body: bytes, signature: str, *, by: User) -> Sender:
    """Return whose events the batch with the text `body` has, which came in the session of `by`. One statement, and
    none for a batch without a signature.
    """
    device = _named(batch.device) if signature else None
    if device is not None and device.person.is_active and is_signed(body, key=device.key, signature=signature):
        return Sender(device.person, device)
    return Sender(by if batch.person in ("", name_on_phone(by)) else None)


def language_of(sender: Sender, *, by: User) -> str:
    """Return the language in which lessons of a batch begin: that of its person, who may be another than `by`."""
    is_other = sender.person is not None and sender.person.pk != by.pk
    return (sender.person.language if is_other and sender.person else "") or get_language()


def _named(name: str) -> Device | None:
    try:
        return Device.objects.select_related("person").filter(pk=UUID(name)).first()
    except ValueError:
        return None


@transaction.atomic
def follow_chain(device: Device, batch: SentBatch, *, now: datetime) -> int:
    """Note that the phone was seen and how far its chain has come, and where that is broken. Returns how often."""
    locked = Device.objects.select_for_update(no_key=True).get(pk=device.pk)
    broken, place = follow(batch.events, Place(locked.sequence, locked.head))
    rows = [ChainBreak(device=locked, sequence=one.sequence or 0, event=one.id, found_at=now) for one in broken]
    if rows:
        ChainBreak.objects.bulk_create(rows, ignore_conflicts=True)
    locked.sequence, locked.head = place.sequence, place.head
    _seen(locked, now, "sequence", "head")
    return len(rows)


def _seen(device: Device, now: datetime, *more: str) -> None:
    device.last_seen_at = max(device.last_seen_at, now)
    device.save(update_fields=["last_seen_at", *more])


@transaction.atomic
def revoke(device: Device, *, by: User, now: datetime) -> None:
    """Take nothing more from a phone without its person: what it signs is held. Revoking again changes nothing."""
    if Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now):
        tell_when_committed("phone_revoked", by=by, person=device.person)
