"""Places in cohorts, which a cohort’s page counts and puts in order, and the rules by which people need attention."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort

from .standing.thresholds import LEAST_BEHIND, LONGEST_QUIET, LONGEST_SOON, MOST_BEHIND

ELSEWHERE = 0
"""The institution of a place whose enrolments are at several."""


class Place(models.Model):
    """Place of a learner in a cohort: a summary of their latest enrolments in its courses. Triggers add and remove
    places with the cohort’s members, and note whose are behind (`Behind`); `lms.desks.teaching.standing.places` works
    them out.

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
    seen = models.BigIntegerField(null=True)
    """The hour in which they were last seen or enrolled, likewise: a note for each answer would be too many."""
    sorted = models.BinaryField(default=b"")
    """By what people stand in order: name in small letters, and service number. Bytes, which every database compares
    alike."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cohort", "learner"], name="place_once")]
        indexes = [
            models.Index(
                fields=["cohort", "shape", "institution", "unit", "enrolled", "completed", "due", "done", "seen"],
                name="place_counted",
            ),
            models.Index(
                fields=["cohort", "shape", "sorted", "enrolled", "completed", "due", "done", "seen", "unit", "learner"],
                name="place_by_name",
            ),
            models.Index(fields=["cohort", "shape", "done", "sorted"], name="place_by_done"),
            models.Index(fields=["learner"], name="place_of_learner"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.cohort_id}: {self.done} done"


class Behind(models.Model):
    """Note that places have to be worked out anew: all of a person, or all of a cohort. Triggers add it in the
    transaction of the change, and no transaction waits for another.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    cohort = models.ForeignKey(Cohort, models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes = [models.Index(fields=["learner"], condition=Q(learner__isnull=False), name="behind_of_learner")]

    def __str__(self) -> str:
        return f"person {self.learner_id}" if self.learner_id else f"cohort {self.cohort_id}"


class AttentionRule(models.Model):
    """Rule on when people need attention, as `institution` has it for its cohorts and those below it, or one `cohort`
    for itself: the closest counts (`thresholds.Thresholds`).
    """

    institution = models.OneToOneField(Institution, models.CASCADE, null=True, related_name="+")
    cohort = models.OneToOneField(Cohort, models.CASCADE, null=True, related_name="+")
    soon_days = models.PositiveSmallIntegerField()
    quiet_days = models.PositiveSmallIntegerField()
    behind = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(institution=None, cohort__isnull=False) | Q(institution__isnull=False, cohort=None),
                name="attention_rule_of_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    soon_days__range=(1, LONGEST_SOON),
                    quiet_days__range=(1, LONGEST_QUIET),
                    behind__range=(LEAST_BEHIND, MOST_BEHIND),
                ),
                name="attention_rule_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soon_days} days, {self.quiet_days} days, {self.behind} %"
