"""Sessions of cohorts, and who leads them."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.people.models import User

from .choices import Kind
from .meetings import Meeting, MeetingQuerySet


class SessionQuerySet(MeetingQuerySet["Session"]):
    def expecting(self, person: User) -> Self:
        """Those of the cohorts in which `person` is."""
        return self.filter(cohort__members__user=person.pk)

    def beginning(self, *, since: datetime, until: datetime) -> Self:
        """Those that begin from `since` until before `until`, called off or not."""
        return self.filter(planned_at__gte=since, planned_at__lt=until)

    def held(self) -> Self:
        """Those that were not called off."""
        return self.filter(cancelled_at=None)


class Session(Meeting):
    """A class, a drill or a simulation day of a cohort.

    One that is called off stays, with its reason. `activity` is the activity of a course for which attending counts,
    where there is one.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CLASS)
    title = models.CharField(_("title"), max_length=160)
    ends_at = models.DateTimeField(_("ends"))
    plan = models.TextField(_("plan"), max_length=5000, blank=True)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, related_name="sessions_held", verbose_name=_("counts for")
    )
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
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes(self) -> int:
        """How long it takes, in whole minutes."""
        return int((self.ends_at - self.planned_at).total_seconds() // 60)


class Leader(models.Model):
    """Somebody of the staff who leads a session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="leaders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions_places")

    class Meta:
        verbose_name = _("instructor of a session")
        verbose_name_plural = _("instructors of sessions")
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="leader_of_a_session_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.person_id}"
