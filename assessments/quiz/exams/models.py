"""Exceptions, sittings and the tickets of their learners."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.learning.progress.models import Attempt
from lms.learning.sessions.meetings import Meeting, MeetingQuerySet
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import Cohort, User

DAY, YEAR = 1440, 525600
"""In minutes."""


class OverrideQuerySet(AtInstitution["Override"]):
    def in_force(self) -> Self:
        return self.filter(replaced_at=None)


class Override(models.Model):
    """Settings of one quiz for one person or one cohort, instead of the quiz's own; empty fields change nothing.

    Never edited: a new row replaces it, which may say nothing at all. All of them stay, each with its reason.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="quiz_overrides")
    cohort = models.ForeignKey(Cohort, models.CASCADE, null=True, related_name="quiz_overrides")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="quiz_overrides")
    opens_at = models.DateTimeField(_("opens"), null=True)
    closes_at = models.DateTimeField(_("closes"), null=True)
    minutes = models.PositiveIntegerField(_("time limit (minutes)"), null=True, validators=[MaxValueValidator(DAY)])
    extra_minutes = models.PositiveIntegerField(_("extra minutes"), null=True, validators=[MaxValueValidator(DAY)])
    extra_percent = models.PositiveIntegerField(
        _("extra time (per cent)"), null=True, validators=[MaxValueValidator(300)]
    )
    attempts = models.PositiveIntegerField(_("attempts allowed"), null=True, validators=[MaxValueValidator(100)])
    delay_minutes = models.PositiveIntegerField(
        _("wait between attempts (minutes)"), null=True, validators=[MaxValueValidator(YEAR)]
    )
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(learner=None, cohort__isnull=False) | Q(learner__isnull=False, cohort=None),
                name="override_is_for_one",
            ),
            models.UniqueConstraint(
                fields=["activity", "learner"],
                condition=Q(replaced_at=None, learner__isnull=False),
                name="override_of_a_learner_once",
            ),
            models.UniqueConstraint(
                fields=["activity", "cohort"],
                condition=Q(replaced_at=None, cohort__isnull=False),
                name="override_of_a_cohort_once",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(extra_minutes=None) | Q(extra_percent=None), name="override_has_one_kind_of_extra_time"
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="override_opens_before_it_closes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.learner_id or self.cohort_id}"


class SittingQuerySet(MeetingQuerySet["Sitting"]):
    def over(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def examining(self, person: User) -> Self:
        """Filter to sittings in which `person` is examined: they have a ticket, or are in the cohort, each member of
        which gets one.
        """
        ticket = Ticket.objects.filter(sitting=OuterRef("pk"), learner=person.pk)
        return self.filter(Q(Exists(ticket)) | self.is_expected(person))

    def saying_whom_they_examine(self, viewer: User) -> Self:
        """Annotate rows: each row says in `examines_viewer` whether it is one of those `examining(viewer)`."""
        return self.annotate(examines_viewer=Exists(Sitting.objects.examining(viewer).filter(pk=OuterRef("pk"))))


class Sitting(Meeting):
    """A quiz taken together in a room.

    The invigilator opens and closes it; between the two a code lets each learner in. `rows` and `row_seats` are those
    of the room once its seats were given.
    """

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="quiz_sittings", verbose_name=_("quiz"))
    invigilator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("invigilator")
    )
    rows = models.PositiveSmallIntegerField(_("Rows"), null=True)
    row_seats = models.PositiveSmallIntegerField(_("Seats in a row"), null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text=_("Also where it was called off before it opened."))

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="sitting_opens_before_it_closes",
            ),
            models.CheckConstraint(condition=~Q(room=""), name="sitting_has_a_room"),
            models.CheckConstraint(
                condition=Q(rows=None, row_seats=None) | Q(rows__gt=0, row_seats__gt=0),
                name="sitting_has_rows_of_seats",
            ),
        ]
        indexes = [models.Index(fields=["closed_at"], name="quiz_sitting_closed")]

    def __str__(self) -> str:
        return f"{self.activity_id}, {self.room}"

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return tickets of the sittings that are visible to `viewer`."""
        return self.filter(sitting__in=Sitting.objects.visible_to(viewer, *roles))

    def in_force(self) -> Self:
        return self.filter(replaced_at=None)


class Ticket(models.Model):
    """A learner's place in a sitting. Its code follows from `nonce` (`codes.py`): nothing that is stored lets anybody
    in.

    Where a learner is let in again a new row replaces it, and says why.
    """

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="tickets")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiz_tickets")
    nonce = models.CharField(max_length=32)
    seat = models.PositiveIntegerField(_("Seat"), null=True, help_text=_("Counted from 1 at the front, row by row."))
    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    attempt = models.OneToOneField(Attempt, models.PROTECT, null=True, related_name="quiz_ticket")
    failures = models.PositiveIntegerField(
        default=0, validators=[MinValueValidator(0)], help_text=_("Wrong codes in a row.")
    )
    failed_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True, help_text=_("Why the learner was let in again."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam ticket")
        verbose_name_plural = _("exam tickets")
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "learner"], condition=Q(replaced_at=None), name="ticket_of_a_sitting_once"
            ),
            models.UniqueConstraint(
                fields=["sitting", "seat"],
                condition=Q(replaced_at=None, seat__isnull=False),
                name="ticket_of_a_seat_once",
            ),
            models.CheckConstraint(
                condition=Q(attempt=None) | Q(used_at__isnull=False), name="ticket_with_an_attempt_is_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id}: {self.learner_id}"
