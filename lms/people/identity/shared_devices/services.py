"""The only writer of shared devices and of where there are any."""

from datetime import datetime, timedelta

from django.db import transaction

from ...audit.services import note
from ...directory.institutions import Institution
from ...directory.models import User
from ...directory.reach import NotTheirs, administers
from . import cookie
from .models import SharedDevice
from .reach import kept_by, places_of

LASTS = timedelta(days=90)
"""How long a device stays shared, at most; also how long a PIN is kept."""


class SwitchedOff(ValueError):
    """The institution has no shared devices. Nothing was written."""


@transaction.atomic
def open_device(*, institution: Institution, name: str, by: User, now: datetime) -> tuple[SharedDevice, str]:
    """Make a device of `institution` called `name`, and return it with the secret of its cookie, which is not kept.
    Raises `NotTheirs`, `SwitchedOff`.
    """
    here = places_of(by).filter(pk=institution.pk).first()
    if here is None:
        raise NotTheirs
    if not here.has_shared_devices:
        raise SwitchedOff
    secret, key = cookie.new_secret()
    device = SharedDevice.objects.create(
        institution=here, name=name, key=key, opened_by=by, opened_at=now, expires_at=now + LASTS
    )
    note("device_shared", by=by, institution=here, now=now, device=device.pk)
    return device, secret


@transaction.atomic
def withdraw(*, device: SharedDevice, by: User, now: datetime) -> bool:
    """Let `device` be a browser like any other: its PINs go, and what is open on it ends. False where it was withdrawn
    already, or is none that `by` may withdraw.
    """
    # it is deleted
    held = kept_by(by).filter(pk=device.pk).select_for_update(of=("self",), no_key=False).first()
    if held is None:
        return False
    note("device_withdrawn", by=by, institution=held.institution_id, now=now, device=held.pk)
    held.delete()
    return True


@transaction.atomic
def switch(*, institution: Institution, on: bool, by: User, now: datetime) -> Institution:
    """Let there be shared devices at `institution`, or none: those that there are are withdrawn then. The same again
    changes nothing. Raises `NotTheirs`.
    """
    # no device is opened meanwhile
    held = Institution.objects.select_for_update(of=("self",), no_key=False).get(pk=institution.pk)
    if not administers(by, held):
        raise NotTheirs
    if held.has_shared_devices == on:
        return held
    held.has_shared_devices = on
    held.save(update_fields=["has_shared_devices"])
    if not on:
        SharedDevice.objects.filter(institution=held).delete()
    note("shared_devices_switched", by=by, institution=held, now=now, on=on)
    return held


def delete_expired_devices(*, now: datetime) -> int:
    """Delete devices that are over, with their PINs. Returns how many rows."""
    return SharedDevice.objects.filter(expires_at__lt=now).delete()[0]
