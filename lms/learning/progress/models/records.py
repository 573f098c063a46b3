"""Enrolments, attempts and the journal of events; assignments and extensions are in `assignments`."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.catalogue import lookup
from courses.models import Activity, Course, Release
from lms.foundation.database.statements import Parameter
from lms.people.directory.choices import RankBand, RoleFamily, Sex
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import User

from .assignments import Assignment
from .dates import Dates, is_overdue, overdue
from .waivers import Waiver

COMPLETED_IN = ["institution", "learner", "country", "sex", "rank_band", "role_family", "status", "completed_at"]
"""Columns of what was completed that stand in an index, so that its rows stay unread."""


class EnrolmentQuerySet(AtInstitution["Enrolment"]):
    def update(self, **values: object) -> int:
        """Write `values`, and that the rows changed now."""
        return super().update(**{"changed_at": timezone.now(), **values})

    def brought_to(self, viewer: User, *roles: str) -> Self:
        """Return the enrolments completed elsewhere before, of people who now serve where `viewer` holds one of
        `roles`: to be read, and counted nowhere.
        """
        rows = self.filter(completed_at__isnull=False, learner__in=User.objects.visible_to(viewer, *roles))
        return rows.exclude(institution__in=Institution.objects.visible_to(viewer, *roles))

    def of(self, learner: User | Parameter) -> Self:
        """Return the learner's own enrolments; the learner may be a `Parameter`."""
        return self.filter(learner=learner)

    def not_of(self, person: User) -> Self:
        """Return all except the person's own: those on which `person` may act as one of the staff."""
        return self.exclude(learner=person.pk)

    def under_way(self) -> Self:
        return self.filter(completed_at=None)

    def overdue(self, now: datetime) -> Self:
        return self.filter(overdue(now))

    def untouched(self) -> Self:
        """Return the enrolments that their learner did not begin and in which no other person entered anything."""
        begun, opened = (model.objects.filter(enrolment=OuterRef("pk")) for model in (Attempt, Waiver))
        return self.filter(~Exists(begun), ~Exists(opened), started_at=None, completed_at=None)


class Enrolment(models.Model):
    """A person's way through one release of a course.

    Who they were when enrolled is copied, so that old reports stay true.
    """

    class Status(models.TextChoices):
        ASSIGNED = "assigned", _("Not started")
        STARTED = "started", _("Under way")
        COMPLETED = "completed", _("Completed")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments", db_index=False)
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments", db_index=False)
    release = models.ForeignKey(Release, models.PROTECT, related_name="enrolments", db_index=False)
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, related_name="enrolments", db_index=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="enrolments", db_index=False)
    country = models.CharField(max_length=2, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    rank_band = models.CharField(max_length=12, choices=RankBand, null=True, blank=True)
    """Band of that rank; None until it was looked up (`fill_rank_bands`), empty where the rank is in none."""
    role_family = models.CharField(max_length=20, choices=RoleFamily, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASSIGNED)
    remaining = models.PositiveIntegerField(help_text=_("Required activities not yet done."))
    done = models.JSONField(
        default=list, help_text=_("Ids of the activities done, in the order in which they were done.")
    )
    scores = models.JSONField(default=dict, help_text=_("Score that counts of each activity, 0..1, by its id."))
    overrides = models.JSONField(
        default=dict, help_text=_("Result of an activity that was set by hand, score and whether passed, by its id.")
    )
    score = models.FloatField(null=True, validators=[MinValueValidator(0), MaxValueValidator(1)])
    opens_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    required = models.BooleanField(default=True, db_default=True)
    again = models.BooleanField(default=False, db_default=False)
    """A further time through a course that the learner completed before."""
    extended_to = models.DateTimeField(null=True)
    """Until when somebody gave more time, at least."""
    enrolled_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text=_("When the learner last did something."))
    completed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(
        null=True, help_text=_("When it came to this institution from another one, with its learner.")
    )
    changed_at = models.DateTimeField(default=timezone.now)
    """When anything of this was last written."""
    moved_at = models.DateTimeField(null=True, help_text=_("When a correction last moved it to another release."))
    moved_after = models.PositiveIntegerField(null=True)  # the number of its last fact before that

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], condition=Q(completed_at=None), name="one_enrolment_under_way"
            ),
            models.CheckConstraint(
                condition=Q(status="completed", completed_at__isnull=False)
                | (~Q(status="completed") & Q(completed_at=None)),
                name="completed_enrolment_says_when",
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="enrolment_score_is_scaled"
            ),
        ]
        indexes = [  # which begin with every foreign key, so that none has a second index of its own
            models.Index(fields=["learner", "course"], name="enrolment_of_learner"),
            models.Index(fields=["institution", "status", "sex"], name="enrolment_by_institution"),
            models.Index(fields=["course", "institution", "status", "sex"], name="enrolment_by_course"),
            models.Index(fields=["assignment"], name="enrolment_by_assignment"),
            models.Index(fields=["changed_at"], name="enrolment_changed"),
            models.Index(fields=["release"], condition=Q(completed_at=None), name="enrolment_under_way"),
            models.Index(fields=["institution", "due_at", "sex"], condition=Q(completed_at=None), name="enrolment_due"),
            models.Index(
                fields=["assignment", "due_at", "institution"], condition=Q(completed_at=None), name="enrolment_late"
            ),
            models.Index(
                fields=["opens_at"], condition=Q(completed_at=None, opens_at__isnull=False), name="enrolment_opens"
            ),
            models.Index(fields=COMPLETED_IN, condition=Q(completed_at__isnull=False), name="enrolment_completed"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.course_id}"

    def is_overdue(self, now: datetime) -> bool:
        return is_overdue(due_at=self.due_at, completed_at=self.completed_at, now=now)

    def opens_later(self, now: datetime) -> bool:
        """Return whether it is there, but may not yet be begun."""
        return self.completed_at is None and self.opens_at is not None and now < self.opens_at

    def is_closed(self, now: datetime) -> bool:
        """Return whether it can be read, but no work in it can be handed in any more."""
        return self.closes_at is not None and self.closes_at < now

    @property
    def dates(self) -> Dates:
        return Dates(self.opens_at, self.due_at, self.closes_at, self.required)

    def set_out(self, now: datetime) -> None:
        """Mark the learner as under way, in memory."""
        self.started_at, self.seen_at, self.changed_at = self.started_at or now, now, now
        if self.completed_at is None:
            self.status = self.Status.STARTED

    @property
    def language(self) -> str:
        """The language that the release falls back to."""
        return lookup.release(self.release_id).outline.source


class StayQuerySet(AtInstitution["Stay"]):
    """Queryset of stays, visible to the same viewers as enrolments."""


class Stay(models.Model):
    """An enrolment that was under way at `institution` until its learner was transferred at `left_at`, as it was then.

    Its fields have the names that they have in an enrolment, so that a report counts both in the same words.
    `arrived_at` says when it had come there itself, where it was not made there.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="stays")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    assignment = models.ForeignKey(Assignment, models.SET_NULL, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+", db_index=False)
    to = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    sex = models.CharField(max_length=1, choices=Sex, blank=True)
    status = models.CharField(max_length=10, choices=Enrolment.Status)
    due_at = models.DateTimeField(null=True)
    enrolled_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(help_text=_("When the learner was transferred."))

    objects = StayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "left_at"], name="stay_ends_once"),
            models.CheckConstraint(condition=~Q(institution=F("to")), name="stay_ends_elsewhere"),
        ]
        indexes = [models.Index(fields=["institution", "left_at"], name="stay_by_institution")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} until {self.left_at}"


class Attempt(models.Model):
    """One try at an activity: the fold of its events. `form` is frozen; the rest can be rebuilt from the journal."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="attempts")
    release = models.ForeignKey(
        Release, models.PROTECT, related_name="+", help_text=_("Whose contents it shows, also after a correction.")
    )
    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField(help_text=_("1 for the first try of this enrolment."))
    form = models.JSONField()
    state = models.JSONField()
    events = models.PositiveIntegerField(default=0, help_text=_("How many events it has; the next one’s position."))
    begun_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)
    score = models.FloatField(null=True)
    deadline_at = models.DateTimeField(null=True, help_text=_("When it ends by itself."))
    waiting = models.BooleanField(
        default=False, db_default=False, help_text=_("A person has to look at it before there is a result.")
    )
    late = models.PositiveIntegerField(default=0, db_default=0, help_text=_("Answers that came after the end."))
    undecided = models.PositiveIntegerField(
        default=0, db_default=0, help_text=_("Of the late answers those that nobody has decided on.")
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "activity", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "activity"], condition=Q(closed_at=None), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1), name="attempt_score_is_scaled"
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"], condition=Q(closed_at=None, deadline_at__isnull=False), name="attempt_deadline"
            ),
            models.Index(fields=["activity", "closed_at"], condition=Q(waiting=True), name="attempt_waiting"),
            models.Index(fields=["activity", "closed_at"], condition=Q(closed_at__isnull=False), name="attempt_ended"),
            models.Index(fields=["enrolment"], condition=Q(undecided__gt=0), name="attempt_undecided"),
            models.Index(
                fields=["activity", "number"], condition=Q(passed=False, closed_at__isnull=False), name="attempt_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} #{self.number}"


class Event(models.Model):
    """One fact about a learner, in the order in which it entered (`position`). Never updated, never deleted."""

    id = models.UUIDField(primary_key=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveIntegerField()  # of its enrolment; a later fact has a higher one, whatever the clock
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="journal", db_index=False)
    position = models.PositiveIntegerField()
    verb = models.CharField(max_length=40, help_text=_("A verb of xAPI: initialized, answered, scored."))
    data = models.JSONField()
    occurred_at = models.DateTimeField(help_text=_("The learner’s clock."))
    received_at = models.DateTimeField(help_text=_("Our clock."))
    origin = models.CharField(max_length=20, default="web")
    device = models.CharField(max_length=64, blank=True)
    sequence = models.PositiveIntegerField(null=True, help_text=_("The device’s own count."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="event_number_once"),
            models.UniqueConstraint(F("attempt"), F("position"), name="event_position_once"),
            models.UniqueConstraint(fields=["attempt"], condition=Q(verb="terminated"), name="attempt_terminated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.id}"
