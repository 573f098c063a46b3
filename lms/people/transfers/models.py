"""Requests that somebody serve at another institution: the side that they are at, or a node above both, answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferRequest(models.Model):
    """The institution `to` asks for a person who serves elsewhere. Nothing of the person is shown to who asks."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="transfer_requests")
    to = models.ForeignKey("people.Institution", models.CASCADE, related_name="transfer_requests")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "to"], condition=models.Q(state="open"), name="transfer_asked_for_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.to_id}: {self.state}"
