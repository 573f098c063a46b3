"""Notices to people, their deliveries by channel, and the choices of people."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.models import RetriedQuerySet, RetriedWork
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import User

from .channels.push.models import Subscription
from .channels.sms.models import SmsMonth, TextMessage

__all__ = [
    "BadAddress",
    "Delivery",
    "Notice",
    "OwnAddress",
    "Preference",
    "Scan",
    "SmsMonth",
    "Subscription",
    "TextMessage",
]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: User) -> Self:
        """Return one's own; nobody sees those of others."""
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """Notice to a person, sent once: `subject` is its key among those of its `kind`.

    How many a person has not read stands in their own row, `User.unread_notices`, kept by triggers of the database
    (`triggers`), so that no page asks for it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject", "person"], name="told_once")]
        indexes = [
            models.Index(fields=["person", "-made_at"], name="notice_of_person"),
            models.Index(fields=["made_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class NoticeDeliveryQuerySet(AtInstitution["Delivery"], RetriedQuerySet["Delivery"]):  # type: ignore[override]
    """Deliveries; administrators of the institution may see them."""


class Delivery(RetriedWork):
    """A notice on its way by one channel. `reference` is by what the carrier finds it again.

    `DROPPED`: it made no sense any more when its time came.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Not sent")
        DROPPED = "dropped", _("No longer needed")

    PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30, 120, 480))
    LEASE: ClassVar[timedelta] = timedelta(minutes=15)
    LONGEST_WAIT: ClassVar[timedelta] = timedelta(hours=25)
    """Until the next end of the quiet hours, over a change of clocks too."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, models.CASCADE, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reference = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = NoticeDeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivered_once_by_a_channel"),
            models.CheckConstraint(
                condition=Q(state="waiting", next_at__isnull=False) | (~Q(state="waiting") & Q(next_at=None)),
                name="delivery_has_a_next_try_while_it_waits",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at", "person"], condition=Q(next_at__isnull=False), name="notice_delivery_due"),
            models.Index(fields=["institution", "-made_at"], name="notice_delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.channel}"


class Preference(models.Model):
    """Choice of a person for a kind of notice and a channel; with the kind `DAILY`, whether notices by that channel
    come once a day; with the kind `QUIET`, their own quiet hours, which stand in place of the channel.
    """

    DAILY: ClassVar[str] = "*daily"
    QUIET: ClassVar[str] = "*quiet"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=60)
    on = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="notice_preference_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind} by {self.channel}"


class BadAddress(models.Model):
    """An address of a person at which nobody is, as a mail server or a gateway said. Nothing is sent there until the
    person has another one.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=60)
    address = models.CharField(max_length=254)
    reason = models.CharField(max_length=200, blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="bad_address_once")]

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id}"


class OwnAddress(models.Model):
    """Address that a person gave for a channel; it is used from `confirmed_at` on, when they entered the code that went
    to it. Where it was taken away it is empty, and `asked_at` still says when the last code was sent.
    """

    LONGEST: ClassVar[int] = 254

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=60)
    address = models.CharField(max_length=LONGEST, blank=True)
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="own_address_once")]

    def __str__(self) -> str:
        return f"{self.channel} of {self.person_id}"


class ScanQuerySet(models.QuerySet["Scan"]):
    def claim(self, kind: str, *, every: timedelta, now: datetime) -> bool:
        """Return whether `kind` is due to be asked for occasions again and this caller is the one to ask."""
        self.get_or_create(kind=kind)
        put_back = Q(asked_at__gt=now + RetriedWork.LEASE)  # the clock, since
        due: Any = Q(asked_at=None) | Q(asked_at__lte=now - every) | put_back
        return bool(self.filter(due, kind=kind).update(asked_at=now))


class Scan(models.Model):
    """Time at which a kind of notice was last asked for occasions."""

    kind = models.CharField(max_length=60, unique=True)
    asked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(null=True)

    objects = ScanQuerySet.as_manager()

    def __str__(self) -> str:
        return self.kind
