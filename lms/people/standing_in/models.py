"""Roles that colleagues hold for somebody who is away."""

from django.conf import settings
from django.db import models


class StandIn(models.Model):
    """`person` holds the role `source` as well, from `starts_on` to `ends_on`, for whoever has it.

    Nothing holds before an administrator has confirmed it. `membership` is the role that `person` has for it, from the
    first day on.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source = models.ForeignKey("people.Membership", models.CASCADE, related_name="stand_ins")
    membership = models.OneToOneField("people.Membership", models.CASCADE, null=True, related_name="stand_in")
    starts_on = models.DateField()
    ends_on = models.DateField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("source")), name="nobody_stands_in_for_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(membership=None) | models.Q(confirmed_at__isnull=False),
                name="stand_in_is_confirmed_before_it_holds",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="stand_in_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.source_id}"
