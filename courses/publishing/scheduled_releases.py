"""A release that somebody approved for a later hour: what was approved, by whom and why, and what became of it."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ..catalogue.models import Release


class ScheduledReleaseQuerySet(models.QuerySet["ScheduledRelease"]):
    def planned(self) -> Self:
        """Return the releases that are still to be made."""
        return self.filter(state=ScheduledRelease.State.PLANNED)

    def to_be_told(self) -> Self:
        """Return the releases to be made, and those that could not be, until the course is released or the message is
        put away.
        """
        after = Release.objects.filter(course=OuterRef("course_key"), made_at__gte=OuterRef("done_at"))
        return self.filter(
            Q(state=ScheduledRelease.State.PLANNED) | Q(state=ScheduledRelease.State.STOPPED) & ~Exists(after)
        )


class ScheduledRelease(models.Model):
    """The approval by `by`, given at `made_at`, of what `digest` names, for the time `at`. One is planned for a course
    at most.

    `course_key` is the course's translation key, since the first release of a course can be planned too. `tries` counts
    how often making it was begun, last at `tried_at`, so that what a compile kills does not go on for ever and one
    process at a time is at it. At `done_at` it was released, stopped or withdrawn.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        RELEASED = "released"
        STOPPED = "stopped"
        WITHDRAWN = "withdrawn"

    class Reason(models.TextChoices):
        """Reason why it was not made."""

        CHANGED = "changed", _("The course was not what had been approved: something else in it changed after that.")
        RIGHT = "right", _("The person who approved it may no longer publish the course.")
        PROBLEM = "problem", _("The course could not be released as it was.")
        FAULT = "fault", _("A fault in the system kept it from being made. Tell the person who runs the site.")

    course_key = models.UUIDField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=300)
    new_edition = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    problem = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    release = models.ForeignKey(Release, models.SET_NULL, null=True, related_name="+")

    objects: Any = ScheduledReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course_key"], condition=Q(state="planned"), name="one_release_planned_for_a_course"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="planned_release_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="planned") ^ Q(done_at__isnull=False), name="planned_until_it_is_done"
            ),
        ]
        indexes = [models.Index(fields=["course_key"], name="planned_release_of")]

    def __str__(self) -> str:
        return f"{self.course_key} at {self.at}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def what_happened(self) -> str:
        """Reason why it was not made, for people who may edit the course."""
        return " ".join(filter(None, [str(self.get_reason_display()), self.problem]))


MOST_AHEAD = timedelta(days=366)
"""So far ahead a release can be approved."""
MOST_TRIES = 3
LEASE = timedelta(minutes=3)
"""So long one process is at it at most: its task is killed after two minutes."""
