"""The certificate: what it says is copied onto it when it is issued, so that it never changes."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models import User
from lms.progress.models import Enrolment


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of(self, learner: User) -> Self:
        return self.filter(enrolment__learner=learner)

    def visible_to(self, viewer: User, *roles: str) -> Self:
        return self.filter(enrolment__in=Enrolment.objects.visible_to(viewer, *roles))

    def pending(self) -> Self:
        return self.filter(status=Certificate.Status.PENDING)


class Certificate(models.Model):
    """One for each completion. `status` says where its PDF stands; the row itself is the award."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Being made")
        RENDERED = "rendered", _("Ready")
        FAILED = "failed", _("Could not be made")

    enrolment = models.OneToOneField(Enrolment, models.PROTECT, related_name="certificate")
    serial = models.CharField(max_length=14, unique=True, help_text=_("Twelve characters in three groups."))
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=200, help_text=_("The holder's name as written."))
    service_number = models.CharField(max_length=40)
    institution = models.CharField(max_length=200)
    course = models.CharField(max_length=255)
    minutes = models.PositiveIntegerField()
    edition = models.CharField(max_length=20)
    completed_on = models.DateField()
    valid_until = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    tries = models.PositiveIntegerField(default=0)
    pdf = models.FileField(upload_to="certificates/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "queued_at"], name="certificate_queue")]

    def __str__(self) -> str:
        return f"{self.serial} {self.name}"
