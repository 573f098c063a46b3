"""Roles that colleagues hold for somebody who is away."""

from django.conf import settings
from django.db import models


class StandIn(models.Model):
    """The role `membership` is held for whoever holds `source`, on its days and no longer than that."""

    membership = models.OneToOneField("people.Membership", models.CASCADE, related_name="stand_in")
    source = models.ForeignKey("people.Membership", models.CASCADE, related_name="stand_ins")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("source")), name="nobody_stands_in_for_themselves"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} for {self.source_id}"
