"""Events on their way to receivers, when jobs last ran, and what plugins are set to at institutions."""

from datetime import datetime, timedelta
from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.models import RetriedQuerySet, RetriedWork
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

LEASE = RetriedWork.LEASE
"""How long a job belongs to who took it up, too."""
LEFT_ALONE = timedelta(hours=1)
"""The time for which a job that did not end is left alone: it would take the worker from all other work."""


class DeliveryQuerySet(RetriedQuerySet["Delivery"]):
    def stuck(self) -> Self:
        """Return the deliveries that were tried often enough: a person has to look."""
        return self.filter(next_at=None)


class Delivery(RetriedWork):
    """One event for one receiver of a plugin. The row is deleted when the receiver has had it."""

    PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))

    event = models.CharField(_("event"), max_length=60)
    data = models.JSONField(encoder=DjangoJSONEncoder)
    plugin = models.CharField(_("plugin"), max_length=60, blank=True)
    receiver = models.CharField(_("receiver"), max_length=300)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", verbose_name=_("institution"))
    created_at = models.DateTimeField(_("created at"))
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
        """Claim the run of the job `slug`; return whether it is due and the caller's to run."""
        free = Q(busy_until=None) | Q(busy_until__lte=now) | Q(busy_until__gt=now + LEFT_ALONE + LEASE)
        due = Q(ran_at=None) | Q(ran_at__lte=now - every) | Q(ran_at__gt=now + LEASE)  # before the clock was put back
        return bool(self.filter(free & due, slug=slug).update(ran_at=now, busy_until=now + LEASE))


class JobRun(models.Model):
    """Last run of a plugin's job: when it began, and the error that it raised."""

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


class PluginValueQuerySet(models.QuerySet["PluginValue"]):
    def counting_at(self, path: str) -> Self:
        """Return the values that may count for the institution with this path: its own and those above it, from the top
        down.
        """
        above = [int(pk) for pk in path.rstrip("/").split("/")]
        return self.filter(institution__in=above).select_related("institution").order_by("institution__path")


class PluginValue(models.Model):
    """Value of a plugin's setting at an institution, for it and all below it that have no value of their own.

    `value` is a text, a number or a truth; a secret is in `encrypted` alone.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+", verbose_name=_("institution"))
    plugin = models.CharField(_("plugin"), max_length=60)
    name = models.CharField(_("setting"), max_length=60)
    value = models.JSONField(_("value"), null=True, editable=False)
    encrypted = models.TextField(_("encrypted value"), blank=True, editable=False)
    set_at = models.DateTimeField(_("set at"))
    set_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("set by"))

    objects = PluginValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value of a plugin’s setting")
        verbose_name_plural = _("values of plugins’ settings")
        constraints = [
            models.UniqueConstraint(fields=["institution", "plugin", "name"], name="plugin_value_once_at_institution"),
            models.CheckConstraint(
                condition=Q(encrypted="", value__isnull=False) | Q(~Q(encrypted=""), value__isnull=True),
                name="plugin_value_is_plain_or_encrypted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plugin}: {self.name}, {self.institution}"
