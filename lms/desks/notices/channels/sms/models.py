"""Text messages that were sent, without their words and numbers, and the number that an institution sent in a month."""

from datetime import timedelta
from typing import ClassVar

from django.db import models


class TextMessage(models.Model):
    """One message by its `key`, so that it goes out once. `parts` are counted for the `month` of its institution.

    `UNKNOWN`: it was handed over and no answer came, so that it may have gone out.
    """

    class State(models.TextChoices):
        SENDING = "sending"
        WAITING = "waiting"
        UNKNOWN = "unknown"
        SENT = "sent"
        FAILED = "failed"

    LEASE: ClassVar[timedelta] = timedelta(minutes=3)
    """How long it belongs to who sends it: longer than a gateway may take."""

    key = models.CharField(max_length=80, unique=True)
    institution = models.ForeignKey("people.Institution", models.CASCADE, related_name="+")
    month = models.DateField()
    parts = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    reference = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="text_message_by_age")]

    def __str__(self) -> str:
        return self.key


class SmsMonth(models.Model):
    """Number of parts of text messages that an institution sent in one month; `month` is its first day."""

    institution = models.ForeignKey("people.Institution", models.CASCADE, related_name="+")
    month = models.DateField()
    parts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution", "month"], name="sms_month_once")]

    def __str__(self) -> str:
        return f"{self.institution_id} {self.month:%Y-%m}: {self.parts}"
