"""PINs: setting one, and showing it again. The only writer of them."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import check_password
from django.contrib.auth.hashers import make_password as hashed
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from ...audit.security_log import tell
from ...audit.services import note
from ...directory.models import User
from ..sessions.backends import duties_of
from ..sessions.factor_holders import holds_factor
from .models import DevicePin, SharedDevice
from .reach import may_have_pin, state_of

MOST_WRONG = 5
"""Wrong PINs one after the other, with which a PIN goes."""
_OF_PERSON = ("has_factor", *duties_of("pk"))


class MayNot(ValueError):
    """The person can have no PIN on this device. Nothing was written."""


@transaction.atomic
def set_pin(*, person: User, device: SharedDevice, pin: str, now: datetime) -> DevicePin:
    """Let `pin` be that of `person` on `device`, in place of one that they have there. It has to be checked before.
    Raises `MayNot`.
    """
    if not may_have_pin(person, device):
        raise MayNot
    values = {"pin": hashed(pin), "state": state_of(person), "failures": 0, "set_at": now}
    kept, _made = DevicePin.objects.update_or_create(device=device, person=person, defaults=values)
    note("pin_set", by=person, person=person, now=now, device=device.pk)
    return kept


def has_pin(person: User, device: SharedDevice) -> bool:
    """Return whether `person` has a PIN on `device` that counts. One statement."""
    return any(counts(held, person) for held in DevicePin.objects.filter(device=device, person=person.pk))


def counts(held: DevicePin, person: User) -> bool:
    """Return whether the account of `person` is as it was when the PIN was set."""
    return constant_time_compare(held.state, state_of(person))


@transaction.atomic
def person_with(
    *, number: str, pin: str, device: SharedDevice, now: datetime, request: HttpRequest | None = None
) -> User | None:
    """Return the person whose PIN on `device` this is, with their duties, else None. Costs the same statements and one
    hash, whichever part is wrong; with the fifth wrong PIN in a row the PIN is deleted.
    """
    held = _held(number, device)
    right = check_password(pin, held.pin) if held else _costs_a_hash(pin)
    person = held.person if held else None
    if held and person and right and counts(held, person) and may_have_pin(person, device):
        _count(held, 0)
        return person
    _count(held, F("failures") + 1)
    tell("pin_wrong", request, person=person, institution=device.institution_id, device=device.pk)
    if held and held.failures + 1 >= MOST_WRONG:
        held.delete()
        note("pin_gone", person=person, now=now, device=device.pk)
    return None


def delete_pins(people: Iterable[int]) -> int:
    """Delete the PINs of `people` on every device; how many rows."""
    return DevicePin.objects.filter(person__in=list(people)).delete()[0]


def _held(number: str, device: SharedDevice) -> DevicePin | None:
    """Return the PIN, locked, so that of many tries at once each is counted."""
    # it may be deleted
    rows = DevicePin.objects.select_for_update(of=("self",), no_key=False).select_related("person__institution")
    rows = rows.annotate(has_factor=holds_factor("person_id"), **duties_of("person_id"))
    rows = rows.alias(lowered=Lower("person__service_number")).filter(lowered=Lower(Value(number.strip())))
    held = rows.filter(device=device).first()
    for name in _OF_PERSON if held else ():
        setattr(held.person, name, getattr(held, name))  # type: ignore[union-attr]
    return held


def _costs_a_hash(pin: str) -> bool:
    hashed(pin)
    return False


def _count(held: DevicePin | None, failures: object) -> None:
    DevicePin.objects.filter(pk=held.pk if held else 0).update(failures=failures)
