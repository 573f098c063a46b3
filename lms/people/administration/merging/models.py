"""Accounts of one person that were merged, what moved with them, and pairs that are two people."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Apart(models.Model):
    """Two accounts that somebody says are two people: they are not shown as one again."""

    low = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    high = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["low", "high"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="kept_apart_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.low_id} is not {self.high_id}"


class Merge(models.Model):
    """The account `person` is that of `into` from `merged_at` on. `place` and `was_active` are what `person` had,
    `into_place` is where `into` served.
    """

    UNDO_WITHIN = timedelta(days=30)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="merges")
    into = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="merges_into_it")
    place = models.ForeignKey("people.Institution", models.SET_NULL, null=True, related_name="+")
    into_place = models.ForeignKey("people.Institution", models.SET_NULL, null=True, related_name="+")
    was_active = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(undone_at=None), name="merged_once"),
            models.CheckConstraint(condition=~Q(person=F("into")), name="merged_into_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.into_id}"

    def may_undo(self, now: datetime) -> bool:
        return self.undone_at is None and now < self.merged_at + self.UNDO_WITHIN


class MergedRow(models.Model):
    """A row that a merge touched: one whose `column` led to `person` and leads to `into` now; or one that was let go,
    of which `row` holds everything, as Django serializes it.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    column = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=64)
    row = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
