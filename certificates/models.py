"""The certificate: what it says is copied onto it when it is issued, so that it never changes."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Programme
from lms.foundation.database.statements import Parameter
from lms.foundation.storage import private
from lms.learning.progress.models import Enrolment, ProgrammeCompletion
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from . import facts
from .bulk.models import Ceremony
from .design.models import Design, DesignVersion
from .pictures.models import Picture
from .register.models import Entry
from .sharing.models import Share

__all__ = [
    "LEASE",
    "Ceremony",
    "Certificate",
    "CertificateQuerySet",
    "Design",
    "DesignVersion",
    "Entry",
    "Picture",
    "Share",
    "is_late",
]

LEASE = timedelta(minutes=1)
"""How long one worker is left alone with a certificate before another may try."""
LONGEST_WAIT = timedelta(hours=5)
"""Longer than any pause after a try that failed."""


def is_late(now: datetime) -> Q:
    """Select those that no worker has touched for a while, or that were put off before the clock was put back."""
    return Q(queued_at__lte=now - LEASE) | Q(queued_at__gt=now + LONGEST_WAIT)


def _standing(today: date) -> dict[str, Q]:
    over = Q(valid_until__isnull=False, valid_until__lt=today)
    current, held = Q(replaced_at=None), Q(revoked_at=None)
    return {
        "valid": current & held & ~over,
        "soon": current & held & ~over & Q(renewable_from__lte=today),
        "expired": current & held & over,
        "revoked": current & ~held,
        "replaced": ~current,
    }


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
        """Return the certificates that are valid, expired, revoked or replaced on `today`, as `Certificate.standing`
        says of each; “soon” are the valid ones whose renewal window is open.
        """
        return self.filter(_standing(today)[standing])

    def counted(self, today: date) -> dict[str, int]:
        """Return how many certificates are in each standing on `today`, and “soon”. One statement."""
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
    """One for each time that somebody completed a course or programme. `status` says where its PDF stands; the row
    itself is the award. Whose it is, and where, `earned_by` says: the enrolment in the course, in the programme's last
    one, or in the refresher course by which an earlier certificate was renewed.

    A corrected document takes over `enrolment` or `completion` from the one that it replaces.
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
        REPLACED = "replaced", _("Replaced")

    enrolment = models.OneToOneField(
        Enrolment,
        models.PROTECT,
        null=True,
        related_name="certificate",
        help_text="The completed course; nothing where it is of a programme, or was replaced.",
    )
    completion = models.OneToOneField(ProgrammeCompletion, models.PROTECT, null=True, related_name="certificate")
    earned_by = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    of_course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="+")
    of_programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    issuer = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    serial = models.CharField(max_length=14, unique=True, help_text=_("Twelve characters in three groups."))
    index = models.PositiveIntegerField(unique=True, help_text="Its place in lists of revoked certificates.")
    salt = models.CharField(max_length=32, help_text="For the digests of the register; goes with the person.")
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=200, help_text=_("The holder’s name as written."))
    service_number = models.CharField(max_length=40)
    institution = models.CharField(max_length=200, help_text="The issuer’s name.")
    unit = models.CharField(max_length=200, blank=True, help_text="The learner’s own institution, if another one.")
    course = models.CharField(max_length=255, help_text=_("The title of the course or programme."))
    parts = models.JSONField(default=list, help_text=_("Of a programme its courses: title and minutes of each."))
    minutes = models.PositiveIntegerField(help_text="What the course takes by itself.")
    attended = models.PositiveIntegerField(default=0, help_text="Minutes of classes that the learner attended.")
    score = models.FloatField(null=True)
    edition = models.CharField(max_length=20)
    signatories = models.JSONField(default=list, help_text="Name, office and picture of the signature of each.")
    design = models.ForeignKey(
        DesignVersion, models.PROTECT, null=True, related_name="+", help_text="Nothing: the design of the code."
    )
    completed_on = models.DateField(help_text=_("The day at the institution."))
    valid_until = models.DateField(null=True, help_text=_("Its last day; nothing where it is valid for ever."))
    renewable_from = models.DateField(null=True, help_text="The first day of its renewal window.")
    renews = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewed_by")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    replaced_at = models.DateTimeField(null=True)
    statement = models.TextField(blank=True, help_text="Text of the QR code; made once.")
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    tries = models.PositiveIntegerField(default=0, help_text=_("How often a worker has begun to make the PDF."))
    problem = models.CharField(max_length=300, blank=True, help_text=_("Why the last try came to nothing."))
    pdf = models.FileField(upload_to="certificates/", storage=private, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    issued_why = models.CharField(max_length=300, blank=True, help_text="The reason where it was issued by hand.")
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
                condition=Q(replaced_at=None, completion=None, enrolment=F("earned_by"))
                | Q(replaced_at=None, completion__isnull=False, enrolment=None)
                | Q(replaced_at__isnull=False, completion=None, enrolment=None),
                name="certificate_is_of_a_course_or_a_programme",
            ),
            models.CheckConstraint(
                condition=Q(of_course=None, of_programme__isnull=False) | Q(of_course__isnull=False, of_programme=None),
                name="certificate_names_its_course_or_programme",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(replaced_at__isnull=False), name="replaced_certificate_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "queued_at"], name="certificate_queue"),
            # All that a report asks of it.
            models.Index(fields=["enrolment", "revoked_at", "id"], name="certificate_of_enrolment"),
            # SQLite reads a whole index in which nearly every value is empty, once it knows so.
            models.Index(fields=["issued_by"], condition=Q(issued_by__isnull=False), name="certificate_by_issuer"),
            models.Index(fields=["revoked_by"], condition=Q(revoked_by__isnull=False), name="certificate_by_revoker"),
        ]

    def __str__(self) -> str:
        return f"{self.serial} {self.name}"

    def facts(self) -> dict[str, object]:
        """Return what the register vouches for: all that never changes."""
        return {name: getattr(self, name) for name in facts.REGISTERED}

    def standing(self, today: date) -> str:
        """Return the standing on `today`: valid, expired, revoked or replaced."""
        if self.replaced_at is not None:
            return self.Standing.REPLACED
        if self.revoked_at is not None:
            return self.Standing.REVOKED
        if self.valid_until is not None and self.valid_until < today:
            return self.Standing.EXPIRED
        return self.Standing.VALID
