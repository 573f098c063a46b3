"""Links by which holders show a certificate."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class ShareQuerySet(models.QuerySet["Share"]):
    def open_on(self, today: date) -> Self:
        """Return the links that still show their certificate on `today`."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), ended_at=None)


class Share(models.Model):
    """A link to one certificate. `digest` is the SHA-256 of its secret, which nobody keeps; `ends_on` is its last day,
    if it has one, and `ended_at` when its holder ended it.
    """

    certificate = models.ForeignKey("certificates.Certificate", models.CASCADE, related_name="shares")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ends_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ShareQuerySet.as_manager()

    def __str__(self) -> str:
        return f"of {self.certificate_id}"

    def is_open(self, today: date) -> bool:
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= today)
