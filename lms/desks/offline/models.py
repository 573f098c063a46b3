"""Events that phones sent and that could not be counted."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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
    UNREADABLE = "unreadable", _("The event cannot be read.")


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
