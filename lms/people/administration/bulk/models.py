"""Actions on many people or cohorts at once: who asked for what, and what became of each."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.work.models import Work, WorkQuerySet

from ...directory.models import Cohort, User


class BulkActionQuerySet(WorkQuerySet["BulkAction"]):
    def of(self, person: User) -> Self:
        """Return those that `person` asked for; nobody sees those of others."""
        return self.filter(by=person)


class BulkAction(Work):
    """One action, by its slug in `acts.ACTS`, with what was `asked`. `by` is whose rights count for each row as it is
    done, and as it is undone.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Under way")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Failed")

    UNDER_WAY = (Status.PENDING, Status.UNDOING)
    UNDO_WITHIN: ClassVar[timedelta] = timedelta(days=1)

    act = models.CharField(max_length=20)
    asked = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(db_index=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)

    objects = BulkActionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.act} of {self.by_id}"

    def is_recent(self, now: datetime) -> bool:
        """Return whether it is done, and not so long ago that it can no longer be undone."""
        return self.status == self.Status.DONE and now <= self.made_at + self.UNDO_WITHIN


class BulkRow(models.Model):
    """One person or cohort of an action. `before` is what undoing it needs."""

    class Outcome(models.TextChoices):
        WAITING = "", _("Waiting")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Left as it was")
        UNDONE = "undone", _("Undone")
        KEPT = "kept", _("Could not be undone")

    action = models.ForeignKey(BulkAction, models.CASCADE, related_name="rows")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    cohort = models.ForeignKey("people.Cohort", models.CASCADE, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)
    before = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "person"], name="bulk_row_of_person_once"),
            models.UniqueConstraint(fields=["action", "cohort"], name="bulk_row_of_cohort_once"),
            models.CheckConstraint(
                condition=Q(person=None, cohort__isnull=False) | Q(person__isnull=False, cohort=None),
                name="bulk_row_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.person_id or self.cohort_id}"

    @property
    def whom(self) -> User:
        """The person of a row about one."""
        if self.person is None:
            raise LookupError(f"Row {self.pk} is about no person.")
        return self.person

    @property
    def of_cohort(self) -> Cohort:
        """The cohort of a row about one."""
        if self.cohort is None:
            raise LookupError(f"Row {self.pk} is about no cohort.")
        return self.cohort

    @property
    def name(self) -> str:
        return self.whom.name if self.person_id else self.of_cohort.name
