"""The statistics of a quiz, as they were last computed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.foundation.work.models import Work, WorkQuerySet
from lms.people.directory.models import Cohort


class StatisticsRunQuerySet(WorkQuerySet["StatisticsRun"]):
    pass


class StatisticsRun(Work):
    """One row for a quiz and a choice of attempts. While it is computed anew, the figures of last time stay."""

    class Which(models.TextChoices):
        FIRST = "first", _("First attempts")
        LAST = "last", _("Last attempts")
        BEST = "best", _("Best attempts")
        ALL = "all", _("All attempts")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    which = models.CharField(max_length=10, choices=Which, default=Which.FIRST)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    """Nobody where it was computed by itself."""
    reached = None  # type: ignore[assignment]  # it is computed from the start
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


class CohortFigures(models.Model):
    """Statistics of the first attempts of one cohort at a quiz, computed together with those of all first attempts.
    There is a row for ten attempts or more.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    figures = models.JSONField()
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "activity"], name="cohort_figures_once_for_a_quiz"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} ({self.cohort_id})"
