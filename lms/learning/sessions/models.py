"""Sessions of cohorts, who leads them, and who came."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity, Course
from lms.people.directory.models import User

from .choices import CAME, Kind, Status, Way
from .meetings import Meeting, MeetingQuerySet
from .pages import SessionPage

__all__ = ["Attendance", "Leader", "Session", "SessionPage"]


class SessionQuerySet(MeetingQuerySet["Session"]):
    def expecting(self, person: User) -> Self:
        """Return the sessions of the cohorts in which `person` is."""
        return self.filter(cohort__members__user=person.pk)

    def beginning(self, *, since: datetime, until: datetime) -> Self:
        """Return the sessions that begin from `since` until before `until`, called off or not."""
        return self.filter(planned_at__gte=since, planned_at__lt=until)

    def held(self) -> Self:
        """Return the sessions that were not called off."""
        return self.filter(cancelled_at=None)


class Session(Meeting):
    """A class, a drill or a simulation day of a cohort.

    One that is called off stays, with its reason. `activity` is the activity of a course for which attending counts,
    where there is one; `course` the course that it is about, for reports.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CLASS)
    title = models.CharField(_("title"), max_length=160)
    ends_at = models.DateTimeField(_("ends"))
    plan = models.TextField(_("plan"), max_length=5000, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="meetings_held", verbose_name=_("counts for")
    )
    course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="+", verbose_name=_("course"))
    series = models.UUIDField(null=True, editable=False)
    """The sessions that were planned together, one each week, have the same."""
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True, help_text=_("Why it was called off."))

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("planned_at")), name="session_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(room=""), name="session_has_a_room"),
            models.CheckConstraint(condition=~Q(title=""), name="session_has_a_title"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, reason="") | (Q(cancelled_at__isnull=False) & ~Q(reason="")),
                name="session_called_off_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["planned_at"], name="session_by_time"),
            models.Index(fields=["institution", "planned_at"], name="session_by_institution"),
            models.Index(fields=["series"], condition=Q(series__isnull=False), name="session_by_series"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """The duration in whole minutes."""
        return int((self.ends_at - self.planned_at).total_seconds() // 60)


class Leader(models.Model):
    """Member of staff who leads a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="leaders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="meetings_places")

    class Meta:
        verbose_name = _("instructor of a session")
        verbose_name_plural = _("instructors of sessions")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="leader_of_a_session_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return the attendance at the sessions that are visible to `viewer`."""
        return self.filter(session__in=Session.objects.visible_to(viewer, *roles))

    def of(self, learner: User) -> Self:
        """Return the learner's own record."""
        return self.filter(learner=learner.pk)

    def not_of(self, person: User) -> Self:
        """Return all except the person's own: those on which `person` may act as one of the staff."""
        return self.exclude(learner=person.pk)

    def contested(self) -> Self:
        """Return the entries that their learners contest and that are not yet answered."""
        return self.filter(contested_at__isnull=False, answered_at=None)


class Attendance(models.Model):
    """Attendance of a learner at a session: whether and how long they were there, who noted it, and in which way.

    The learner may contest it, once; somebody of the staff answers.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="meetings_attendance")
    status = models.CharField(_("state"), max_length=8, choices=Status)
    minutes = models.PositiveIntegerField(_("minutes attended"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    way = models.CharField(_("taken"), max_length=8, choices=Way)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    journalled = models.BooleanField(
        default=False, help_text=_("Whether it is in the journal of the course for which the session counts.")
    )
    contested_at = models.DateTimeField(null=True)
    contest = models.TextField(_("what the learner says"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(fields=["session", "learner"], name="attendance_of_a_learner_once"),
            models.CheckConstraint(
                condition=Q(status__in=CAME, minutes__gt=0) | (~Q(status__in=CAME) & Q(minutes=0)),
                name="attendance_counts_who_came",
            ),
            models.CheckConstraint(condition=~Q(status="excused", reason=""), name="attendance_excused_says_why"),
            models.CheckConstraint(
                condition=Q(contested_at=None, contest="") | (Q(contested_at__isnull=False) & ~Q(contest="")),
                name="attendance_contested_says_why",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | (Q(answered_at__isnull=False, contested_at__isnull=False) & ~Q(answer="")),
                name="attendance_answer_is_to_a_contest",
            ),
        ]
        indexes = [
            models.Index(fields=["session"], condition=Q(journalled=False), name="attendance_to_bring_in"),
            models.Index(
                fields=["contested_at"],
                condition=Q(contested_at__isnull=False, answered_at=None),
                name="attendance_contested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.learner_id} {self.status}"
