"""Phones with their keys, forms drawn for them, and events that phones sent and that could not be counted."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Activity, Release
from lms.learning.progress.models import Enrolment
from lms.people.directory.models import User


class Reason(models.TextChoices):
    """Reason why an event is held."""

    GONE = "gone", _("The course, or this part of it, was taken away from you.")
    CLOSED = "closed", _("The course was closed before this arrived.")
    LOCKED = "locked", _("This part of the course is not open to you yet.")
    NOT_BEGUN = "not_begun", _("This part has to be started on its own page first.")
    REFUSED = "refused", _("The answer does not fit the course as it is now.")
    CONFLICT = "conflict", _("Another answer was saved under the same number.")
    OPEN = "open", _("Another attempt at this is open. Finish that one first, then send this again.")
    TOO_MANY = "too_many", _("All attempts at this were used before it arrived.")
    UNREADABLE = "unreadable", _("The event cannot be read.")
    REVOKED = "revoked", _("A phone that you had revoked sent this.")


class HeldQuerySet(models.QuerySet["Held"]):
    def of(self, learner: User) -> Self:
        return self.filter(learner=learner.pk)


class Held(models.Model):
    """One event of a learner as their phone sent it, which counts for nothing: it is kept, shown, and can be sent
    again. `digest` is the SHA-256 of `raw`.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    enrolment = models.ForeignKey(
        Enrolment, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )  # also one that was withdrawn
    digest = models.CharField(max_length=64)
    raw = models.TextField()
    reason = models.CharField(max_length=12, choices=Reason)
    sentence = models.CharField(max_length=500, blank=True)
    occurred_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    device = models.CharField(max_length=64, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "digest"], name="held_event_once")]

    def __str__(self) -> str:
        return f"{self.reason} of {self.learner_id}"


class DeviceQuerySet(models.QuerySet["Device"]):
    def of(self, person: User) -> Self:
        return self.filter(person=person.pk)


class Device(models.Model):
    """A phone on which a person keeps courses; two people on one phone have a row each.

    `key` is the public half, as SubjectPublicKeyInfo in base64, of a P-256 key that never leaves the phone and signs
    what it sends. `sequence` and `head` are the number and the hash of the last event of its chain that arrived.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=100, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    sequence = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    objects = DeviceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} of {self.person_id}"


class ChainBreak(models.Model):
    """Place at which the chain of a phone does not fit what came before: an event was changed, left out or put in
    elsewhere. What arrived is taken all the same.
    """

    device = models.ForeignKey(Device, models.CASCADE, related_name="breaks", db_index=False)
    sequence = models.PositiveIntegerField()
    event = models.CharField(max_length=64, blank=True)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["device", "sequence"], name="chain_break_once")]

    def __str__(self) -> str:
        return f"{self.device_id} before {self.sequence}"


class DrawQuerySet(models.QuerySet["Draw"]):
    def of(self, learner: User) -> Self:
        return self.filter(enrolment__learner=learner.pk)


class Draw(models.Model):
    """One form that was drawn for a phone before its attempt begins. Its id is that of the event that will begin it,
    once the first answer arrives; what it draws never leaves the server but as a page without keys.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")
    device = models.CharField(max_length=64)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", db_index=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="+", db_index=False)
    content = models.CharField(max_length=64)
    seed = models.PositiveIntegerField()
    terms = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField(help_text=_("Afterwards the phone gets another one; answers are still taken."))

    objects = DrawQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.activity_id} for {self.device}"
