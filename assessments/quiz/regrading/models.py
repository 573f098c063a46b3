"""Corrected keys, and how far the results that they change have been changed."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.foundation.plugins.identifiers import uuid7
from lms.foundation.work.models import Work, WorkQuerySet


class RegradeQuerySet(WorkQuerySet["Regrade"]):
    pass


class Regrade(Work):
    """A corrected key, and how far the results that it changes have been changed.

    `keys` is a list of {"was", "is"}: in each language the key that attempts were begun with, and the one that holds
    now.
    """

    STALE = timedelta(minutes=5)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    question = models.CharField(max_length=60, help_text=_("The translation key of the question."))
    title = models.CharField(max_length=200, help_text=_("Text of the question."))
    keys = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    lower = models.BooleanField(_("also lower results"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    changed = models.PositiveIntegerField(default=0, help_text=_("Attempts whose result is another one now."))
    skipped = models.PositiveIntegerField(default=0, help_text=_("Attempts that cannot be marked with the new key."))

    objects = RegradeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="regrade_has_a_reason")]
        indexes = [models.Index(fields=["activity", "asked_at"], name="regrade_of_activity")]

    def __str__(self) -> str:
        return f"{self.title}: {self.reason}"
