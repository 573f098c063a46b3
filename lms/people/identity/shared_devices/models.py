"""Devices that a classroom shares, and the PINs that count on one of them alone."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...directory.institutions import AtInstitution


class SharedDeviceQuerySet(AtInstitution["SharedDevice"]):
    def good(self, now: datetime) -> Self:
        """Return the devices that have not expired and whose institution has shared devices."""
        return self.filter(expires_at__gt=now, institution__has_shared_devices=True)


class SharedDevice(models.Model):
    """A browser that an institution lends to whoever sits before it, until `expires_at`. `key` is the hash of what its
    cookie holds. Withdrawn, the row goes, with its PINs and the sessions on it.
    """

    institution = models.ForeignKey(
        "people.Institution", models.CASCADE, related_name="shared_devices", verbose_name=_("institution")
    )
    name = models.CharField(_("name"), max_length=80)
    key = models.CharField(max_length=64, unique=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = SharedDeviceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="shared_device_by_end")]

    def __str__(self) -> str:
        return self.name


class DevicePin(models.Model):
    """The PIN of a person on a device, as a hash. It counts while `state` is that of their account; `failures` are the
    wrong ones since the last right one.
    """

    device = models.ForeignKey(SharedDevice, models.CASCADE, related_name="pins")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="device_pins")
    pin = models.CharField(max_length=128)
    state = models.CharField(max_length=64)
    failures = models.PositiveSmallIntegerField(default=0)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "person"], name="pin_once_for_a_person_on_a_device")]

    def __str__(self) -> str:
        return f"of {self.person_id} on {self.device_id}"
