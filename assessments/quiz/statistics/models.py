"""The statistics of a quiz, as they were last computed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Activity


class StatisticsRunQuerySet(models.QuerySet["StatisticsRun"]):
    def unfinished(self) -> Self:
        return self.filter(status__in=[StatisticsRun.Status.PENDING, StatisticsRun.Status.RUNNING])

    def untouched_since(self, moment: datetime) -> Self:
        return self.filter(touched_at__lt=moment)


class StatisticsRun(models.Model):
    """One row for a quiz and a choice of attempts. While it is computed anew, the figures of last time stay."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    class Which(models.TextChoices):
        FIRST = "first", _("First attempts")
        LAST = "last", _("Last attempts")
        BEST = "best", _("Best attempts")
        ALL = "all", _("All attempts")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    which = models.CharField(max_length=10, choices=Which, default=Which.FIRST)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, help_text=_("When the figures were computed."))
    not_marked = models.PositiveIntegerField(
        default=0, help_text=_("Attempts left out because somebody still has to mark them.")
    )
    figures = models.JSONField(null=True)

    objects = StatisticsRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "which"], name="statistics_once_for_a_quiz"),
            models.CheckConstraint(
                condition=~models.Q(status="done") | models.Q(finished_at__isnull=False, figures__isnull=False),
                name="statistics_done_have_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} ({self.which})"
