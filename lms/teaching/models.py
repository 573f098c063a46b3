"""What a cohort's page counts and puts in order, kept as a row for each place in a cohort."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lms.people.models import Cohort

ELSEWHERE = 0
"""The institution of a place whose enrolments are at several."""


class Place(models.Model):
    """What somebody's latest enrolments in the courses of a cohort come to. Triggers add and remove places with the
    cohort's members, and note whose are behind (`Behind`); `lms.teaching.places` works them out.

    Nothing in it depends on the hour: what time changes are ranges of `due`.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    shape = models.BigIntegerField(default=0)
    """Of which courses, in which order (`places.shape`); 0 where nothing is worked out yet."""
    institution = models.BigIntegerField(null=True)
    """At which all of their enrolments are, 0 where at several, None where there is none."""
    unit = models.BigIntegerField(null=True)
    """The institution of the person."""
    enrolled = models.BigIntegerField(default=0)
    completed = models.BigIntegerField(default=0)
    """A bit for each course, the first of the cohort lowest."""
    done = models.IntegerField(default=0)
    """Required activities, in all courses."""
    due = models.BigIntegerField(null=True)
    """The next due time of what is not complete, in microseconds since 1970."""
    sorted = models.BinaryField(default=b"")
    """By what people stand in order: name in small letters, and service number. Bytes, which every database compares
    alike."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "learner"], name="place_once")]
        indexes = [
            models.Index(
                fields=["cohort", "shape", "institution", "unit", "enrolled", "completed", "due", "done"],
                name="place_counted",
            ),
            models.Index(
                fields=["cohort", "shape", "sorted", "enrolled", "completed", "due", "done", "unit", "learner"],
                name="place_by_name",
            ),
            models.Index(fields=["cohort", "shape", "done", "sorted"], name="place_by_done"),
            models.Index(fields=["learner"], name="place_of_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.cohort_id}: {self.done} done"


class Behind(models.Model):
    """Whose places have to be worked out anew: all of a person's, or all of a cohort. Added by triggers, in the
    transaction of the change; nobody waits for anybody.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    cohort = models.ForeignKey(Cohort, models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [models.Index(fields=["learner"], condition=Q(learner__isnull=False), name="behind_of_learner")]

    def __str__(self) -> str:
        return f"person {self.learner_id}" if self.learner_id else f"cohort {self.cohort_id}"
