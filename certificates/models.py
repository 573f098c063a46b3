"""The certificate: what it says is copied onto it when it is issued, so that it never changes."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.database.statements import Parameter
from lms.foundation.storage import private
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.people.directory.models import User

LEASE = timedelta(minutes=1)
"""How long one worker is left alone with a certificate before another may try."""
LONGEST_WAIT = timedelta(hours=5)
"""Longer than any pause after a try that failed."""


def is_late(now: datetime) -> Q:
    """Select those that no worker has touched for a while, or that were put off before the clock was put back."""
    return Q(queued_at__lte=now - LEASE) | Q(queued_at__gt=now + LONGEST_WAIT)


def _standing(today: date) -> dict[str, Q]:
    over = Q(valid_until__isnull=False, valid_until__lt=today)
    held = Q(revoked_at=None)
    return {"valid": held & ~over, "expired": held & over, "revoked": ~held}


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, learner: User | Parameter) -> Self:
        """Return the learner's own; in a statement that is written once the learner is `Parameter`."""
        return self.filter(earned_by__learner=learner)

    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return the certificates of the institutions where `viewer` holds one of `roles` (any staff role where none is
        named).

        For one's own, see `of`.
        """
        return self.filter(earned_by__in=Enrolment.objects.visible_to(viewer, *roles))

    def standing(self, standing: str, today: date) -> Self:
        """Return the certificates that are valid, expired or revoked on `today`, as `Certificate.standing` says of
        each.
        """
        return self.filter(_standing(today)[standing])

    def counted(self, today: date) -> dict[str, int]:
        """Return how many certificates are valid, expired and revoked on `today`. One statement."""
        return self.aggregate(**{name: Count("pk", filter=rule) for name, rule in _standing(today).items()})

    def pending(self) -> Self:
        return self.filter(status=Certificate.Status.PENDING)

    def failed(self) -> Self:
        """Return the certificates whose PDF a person has to look after, by hand."""
        return self.filter(status=Certificate.Status.FAILED)

    def late(self, now: datetime) -> Self:
        """Return the certificates that wait for their PDF and that no worker has touched for a while."""
        return self.pending().filter(is_late(now))


class Certificate(models.Model):
    """One for each course or programme that somebody completed. `status` says where its PDF stands; the row itself is
    the award. Whose it is, and where, `earned_by` says: the enrolment in the course, or in the programme's last one.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Being made")
        RENDERED = "rendered", _("Ready")
        FAILED = "failed", _("Could not be made")
        WITHDRAWN = "withdrawn", _("Withdrawn at the holder’s request")

    class Standing(models.TextChoices):
        VALID = "valid", _("Valid")
        EXPIRED = "expired", _("Expired")
        REVOKED = "revoked", _("Revoked")

    enrolment = models.OneToOneField(
        Enrolment,
        models.PROTECT,
        null=True,
        related_name="certificate",
        help_text=_("The completed course; nothing where it is of a programme."),
    )
    completion = models.OneToOneField(ProgrammeCompletion, models.PROTECT, null=True, related_name="certificate")
    earned_by = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    serial = models.CharField(max_length=14, unique=True, help_text=_("Twelve characters in three groups."))
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=200, help_text=_("The holder’s name as written."))
    service_number = models.CharField(max_length=40)
    institution = models.CharField(max_length=200)
    course = models.CharField(max_length=255, help_text=_("The title of the course or programme."))
    parts = models.JSONField(default=list, help_text=_("Of a programme its courses: title and minutes of each."))
    minutes = models.PositiveIntegerField()
    edition = models.CharField(max_length=20)
    completed_on = models.DateField(help_text=_("The day at the institution."))
    valid_until = models.DateField(null=True, help_text=_("Its last day; nothing where it is valid for ever."))
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    tries = models.PositiveIntegerField(default=0, help_text=_("How often a worker has begun to make the PDF."))
    problem = models.CharField(max_length=300, blank=True, help_text=_("Why the last try came to nothing."))
    pdf = models.FileField(upload_to="certificates/", storage=private, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    queued_at = models.DateTimeField(
        help_text=_("When it was queued or last tried; later where the next try has to wait.")
    )
    rendered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(_("reason"), max_length=300, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="rendered", rendered_at__isnull=False) & ~Q(pdf="")
                | ~Q(status="rendered") & Q(pdf="", rendered_at=None),
                name="certificate_is_ready_when_its_pdf_is_there",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_why=""), name="revoked_certificate_says_why"
            ),
            models.CheckConstraint(
                condition=Q(completion=None, enrolment=F("earned_by")) | Q(completion__isnull=False, enrolment=None),
                name="certificate_is_of_a_course_or_a_programme",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "queued_at"], name="certificate_queue"),
            models.Index(
                fields=["enrolment", "revoked_at", "id"], name="certificate_of_enrolment"
            ),  # all that a report asks of it
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.name}"

    def standing(self, today: date) -> str:
        """Return the standing on `today`: valid, expired or revoked."""
        if self.revoked_at is not None:
            return self.Standing.REVOKED
        if self.valid_until is not None and self.valid_until < today:
            return self.Standing.EXPIRED
        return self.Standing.VALID
