"""Standings of the members of cohorts, which a cohort's page counts and puts in order, and the rules by which people
need attention.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember

from .standing.thresholds import LEAST_BEHIND, LONGEST_QUIET, LONGEST_SOON, MOST_BEHIND


class MemberStanding(models.Model):
    """Standing of a member of a cohort as last worked out by `lms.desks.teaching.standing.renewal`: the reason for
    which they are listed, and what the page counts and sorts by.
    """

    member = models.OneToOneField(
        CohortMember, models.DO_NOTHING, primary_key=True, related_name="standing", db_constraint=False
    )
    """Nothing hangs on this row: it goes with its member (`receivers`), also where accounts are merged."""
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+", db_index=False)
    reason = models.PositiveSmallIntegerField()
    """A `rules.Reason`; the most pressing is the lowest."""
    until = models.DateTimeField(null=True)
    """Moment at which time alone may change the reason, or at which the row has to be worked out anew."""
    unit = models.BigIntegerField(null=True)
    """The institution of the person."""
    enrolled = models.BigIntegerField()
    completed = models.BigIntegerField()
    """A bit for each assignment that the cohort ever had, the first lowest."""
    done = models.IntegerField()
    """Required activities, in all courses."""
    seen = models.BigIntegerField()
    """When they were last seen, in seconds since 1970; 0 for never."""
    name_key = models.BinaryField()
    """Name in small letters, and service number. Bytes, which every database compares alike."""

    class Meta:
        indexes = [
            models.Index(fields=["cohort", "reason", "unit", "enrolled", "completed"], name="standing_counted"),
            models.Index(fields=["cohort", "reason", "name_key"], name="standing_by_reason"),
            models.Index(fields=["cohort", "name_key"], name="standing_by_name"),
            models.Index(fields=["cohort", "seen", "name_key"], name="standing_by_seen"),
            models.Index(fields=["cohort", "done", "name_key"], name="standing_by_done"),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="standing_until"),
        ]

    def __str__(self) -> str:
        return f"member {self.member_id}: reason {self.reason}, {self.done} done"


class RenewalRun(models.Model):
    """State of the renewal of standings: one row."""

    begun_at = models.DateTimeField()
    """When the last renewal of what changed began that came to its end."""
    reached = models.BigIntegerField(default=0)
    """Key of the last cohort of a renewal of everybody that goes on; 0 between two of them."""

    def __str__(self) -> str:
        return f"{self.begun_at}: {self.reached}"


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
