"""Assignments of courses with their dates, and extensions of time for single learners."""

from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Programme
from lms.foundation.work.models import Work, WorkQuerySet
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, CohortMember, User

from .dates import Dates, is_past


class AssignmentQuerySet(WorkQuerySet["Assignment"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return the assignments to cohorts and people of the institutions where `viewer` holds one of `roles`."""
        cohorts, people = Cohort.objects.visible_to(viewer, *roles), User.objects.visible_to(viewer, *roles)
        return self.filter(Q(cohort__in=cohorts) | Q(person__in=people))

    def in_force(self) -> Self:
        """Return the assignments that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Assignment(Work):
    """A course given to a cohort or to one person, with its dates; people who join the cohort later are enrolled too.

    One that is optional has no due date, since nobody can be late with it. `programme` is that as part of which it was
    given. `late_days` is how many days people have at
    least who join the cohort later. `total`, `handled` and `reached` count places in the cohort, and while it is
    withdrawn enrolments. Whatever happens, its people have to be enrolled: it is never given up.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("Enrolling")
        UNDOING = "undoing", _("Being withdrawn")
        DONE = "done", _("Done")

    UNDER_WAY = (Status.PENDING, Status.RUNNING, Status.UNDOING)

    cohort = models.ForeignKey(Cohort, models.PROTECT, null=True, related_name="assignments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="assignments")
    course = models.ForeignKey(Course, models.PROTECT, related_name="assignments")
    programme = models.ForeignKey(Programme, models.SET_NULL, null=True, related_name="assignments")
    opens_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    closes_at = models.DateTimeField(null=True)
    required = models.BooleanField(default=True, db_default=True)
    late_days = models.PositiveSmallIntegerField(null=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    """Who last had it gone through: assigned it, changed its dates, or withdrew it."""
    begun_at = models.DateTimeField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    tries = None  # type: ignore[assignment]

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "course"], name="course_assigned_once_to_a_cohort"),
            models.UniqueConstraint(fields=["person", "course"], name="course_assigned_once_to_a_person"),
            models.CheckConstraint(
                condition=Q(cohort=None, person__isnull=False) | Q(cohort__isnull=False, person=None),
                name="assigned_to_a_cohort_or_a_person",
            ),
            models.CheckConstraint(condition=Q(required=True) | Q(due_at=None), name="optional_is_never_due"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
                name="assignment_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(closes_at=None) | Q(("due_at__lte", F("closes_at"))),
                name="assignment_is_due_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} → {self.cohort or self.person}"

    def was_due(self, now: datetime) -> bool:
        """Return whether its due date is past, even for learners who have completed the course."""
        return is_past(self.due_at, now)

    @property
    def dates(self) -> Dates:
        """The dates of learners who were members when it was assigned."""
        return Dates(self.opens_at, self.due_at, self.closes_at, self.required)

    @property
    def to(self) -> Any:
        """The cohort or the person that it is given to."""
        return self.person if self.cohort is None else self.cohort

    @property
    def institution(self) -> Institution | None:
        """The institution of that cohort or person; None for a person who serves at none."""
        found: Institution | None = self.to.institution
        return found

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that defines its days."""
        return ZoneInfo(self.institution.timezone if self.institution else settings.TIME_ZONE)


class Extension(models.Model):
    """More time for one learner in one course, and why. What counts stands in the enrolment; this says who gave it."""

    enrolment = models.ForeignKey("progress.Enrolment", models.CASCADE, related_name="extensions", db_index=False)
    until = models.DateTimeField()
    before = models.DateTimeField(null=True)
    """When it was due, or closed, until then."""
    reason = models.CharField(max_length=300)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "until"], name="extended_once_until_then")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} until {self.until}"


class Exemption(models.Model):
    """A place in a cohort whose person an assignment of the cohort was withdrawn from: it enrols them no more. It goes
    with the place, so whoever joins the cohort again gets the course.
    """

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="exemptions")
    place = models.ForeignKey(CohortMember, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(_("when"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "place"], name="exempted_once")]

    def __str__(self) -> str:
        return f"{self.place_id} from {self.assignment_id}"
