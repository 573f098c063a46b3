"""Saved views of reports, and schedules of files of them."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.desks.reporting.named_reports import LONGEST, NamedReport
from lms.people.directory.choices import REPORTING_ROLES, Role
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.role_validity import in_force

LONGEST_NAME = 100


class KeptReport(models.Model):
    """The report of a row, by the name and the query of its page."""

    report = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        abstract = True

    @property
    def named(self) -> NamedReport:
        return NamedReport(self.report, self.query)


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, owner: User) -> Self:
        return self.filter(person=owner.pk)

    def open_to(self, viewer: User) -> Self:
        """Return the views of `viewer`, and those shared with a role that they hold at the view's place or below it.
        Two statements.
        """
        condition = Q(person=viewer.pk)
        held = viewer.memberships.filter(in_force(), role__in=REPORTING_ROLES)
        for role, path in held.values_list("role", "institution__path"):
            condition |= Q(role=role, place__in=[int(pk) for pk in (path or "").split("/") if pk])
        return self.filter(condition)


class SavedView(KeptReport):
    """A report under a name; with a `place` and a `role` also for those who hold the role there or below."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    place = models.ForeignKey(Institution, models.CASCADE, null=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role, blank=True)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(place=None, role="") | Q(place__isnull=False, role__in=REPORTING_ROLES),
                name="view_shared_with_a_role_at_a_place",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    CSV_WITH_FILTERS = "csv-filters", _("CSV with filters in columns")


class Schedule(KeptReport):
    """A report that `person` receives again and again, made with the rights that they have then.

    `rolls` says that each file is about the period before it. `why` says why it `ended_at` a time of itself.
    """

    class Every(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    class By(models.TextChoices):
        FILE = "file", _("By mail, with the file")
        LINK = "link", _("By mail, with a link")
        INAPP = "inapp", _("As a notice on this site")

    class Why(models.TextChoices):
        RIGHTS = "rights", _("Ended: you may no longer open this report.")
        INVALID = "invalid", _("Ended: a filter of the report no longer exists.")

    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    every = models.CharField(max_length=10, choices=Every)
    by = models.CharField(max_length=10, choices=By)
    kind = models.CharField(max_length=20, choices=Kind)
    rolls = models.BooleanField(default=False)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=10, choices=Why, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="schedule_due")]

    def __str__(self) -> str:
        return f"{self.report} {self.every}"
