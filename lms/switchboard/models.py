"""Events on their way to receivers, and when jobs last ran."""

from datetime import datetime, timedelta
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.people.models import Institution

LEASE = timedelta(minutes=15)
"""How long work belongs to who took it up: longer than any task may run."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Those that somebody should take up now."""
        return self.filter(next_at__lte=now)

    def stuck(self) -> Self:
        """Those that were tried often enough: a person has to look."""
        return self.filter(next_at=None)

    def claim(self, pk: int, *, now: datetime) -> "Delivery | None":
        """The delivery `pk` for whoever comes first; nobody else gets it before the lease is over."""
        if not self.due(now).filter(pk=pk).update(next_at=now + LEASE, tries=F("tries") + 1):
            return None
        return self.select_related("institution").get(pk=pk)


class Delivery(models.Model):
    """One event for one receiver of a plugin. The row is deleted when the receiver has had it."""

    event = models.CharField(_("event"), max_length=60)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    plugin = models.CharField(_("plugin"), max_length=60, blank=True)
    receiver = models.CharField(_("receiver"), max_length=300)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", verbose_name=_("institution"))
    created_at = models.DateTimeField(_("created at"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_at = models.DateTimeField(_("next try at"), null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [models.Index(fields=["next_at"], name="delivery_by_next_try")]

    def __str__(self) -> str:
        return f"{self.event} → {self.receiver}"


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def claim(self, slug: str, *, every: timedelta, now: datetime) -> bool:
        """Whether the job `slug` is due, and is the asker's to run."""
        free = Q(busy_until=None) | Q(busy_until__lte=now)
        due = Q(ran_at=None) | Q(ran_at__lte=now - every)
        return bool(self.filter(free & due, slug=slug).update(ran_at=now, busy_until=now + LEASE))


class JobRun(models.Model):
    """When a plugin's job last began, and what it raised."""

    slug = models.CharField(_("job"), max_length=100, unique=True)
    ran_at = models.DateTimeField(_("ran at"), null=True)
    busy_until = models.DateTimeField(null=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")

    def __str__(self) -> str:
        return self.slug
