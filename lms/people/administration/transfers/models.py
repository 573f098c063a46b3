"""Requests that somebody serve at another institution: the side that they are at, or a node above both, answers."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class TransferRequestQuerySet(models.QuerySet["TransferRequest"]):
    def open(self) -> Self:
        return self.filter(state=TransferRequest.State.OPEN)

    def due(self, today: date) -> Self:
        """Return the confirmed requests whose day has come."""
        return self.filter(state=TransferRequest.State.ACCEPTED, moved_at=None, starts_on__lte=today)


class TransferRequest(models.Model):
    """The institution `to` asks for whoever has the service number `number`. Nothing of the person is shown to who
    asks; where nobody has the number, `person` is missing and the request waits like any other.

    `source` is where the person served when it was confirmed, `starts_on` the first day at `to`, `moved_at` when the
    person was moved.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SETTLED = "settled", _("No longer needed")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="transfer_requests")
    number = models.CharField(_("service number"), max_length=40, blank=True)
    to = models.ForeignKey("people.Institution", models.CASCADE, related_name="transfer_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    source = models.ForeignKey("people.Institution", models.SET_NULL, null=True, related_name="+")
    starts_on = models.DateField(_("starts on"), null=True)
    moved_at = models.DateTimeField(null=True)

    objects = TransferRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "to"], condition=Q(state="open"), name="transfer_asked_for_once"),
            models.UniqueConstraint(
                Lower("number"), "to", condition=Q(state="open") & ~Q(number=""), name="transfer_of_number_once"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(reason=""), name="declined_transfer_says_why"),
        ]
        indexes = [
            models.Index(fields=["state", "starts_on"], name="transfer_by_state"),
            models.Index(fields=["to", "-asked_at"], name="transfer_by_who_asks"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.to_id}: {self.state}"
