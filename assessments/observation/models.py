"""Observations by observers, findings on each learner, and photos of them."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.learning.progress.models import Attempt
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import Cohort, User

from .pages import ChecklistPage

__all__ = ["ChecklistPage", "Finding", "Observation", "Photo"]


class ObservationQuerySet(AtInstitution["Observation"]):
    def signed(self) -> Self:
        return self.filter(signed_at__isnull=False)

    def drafts_of(self, observer: User) -> Self:
        """Filter to the unsigned observations of `observer`: nobody else sees them."""
        return self.filter(signed_at=None, observer=observer.pk)


class Observation(models.Model):
    """A checklist that somebody fills in for one learner of a cohort, or for several: a draft until it is signed.

    In a draft `levels` and `notes`, by criterion, hold for everybody in it; signing gives them to the findings and
    leaves nothing here. The institution is that of the cohort then.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", verbose_name=_("checklist"))
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="+", verbose_name=_("cohort"))
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("observed by")
    )
    levels = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    place = models.CharField(_("place"), max_length=120, blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_as = models.UUIDField(null=True)  # the id of the form that was kept last
    signed_at = models.DateTimeField(_("signed"), null=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None) | ~Q(place=""), name="observation_is_signed_with_its_place"
            )
        ]
        indexes = [
            models.Index(fields=["cohort", "activity"], name="observation_of_a_cohort"),
            models.Index(fields=["observer"], condition=Q(signed_at=None), name="observation_draft"),
            models.Index(fields=["institution", "signed_at"], name="observation_by_institution"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.started_at:%Y-%m-%d}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Filter to signed findings at the institutions of `viewer`."""
        return self.filter(observation__in=Observation.objects.visible_to(viewer, *roles).signed())

    def of(self, learner: User) -> Self:
        """Filter to signed findings of the learner."""
        return self.filter(learner=learner.pk, observation__signed_at__isnull=False)


class Finding(models.Model):
    """Finding on one learner in an observation; in a draft, the differences from the others.

    `attempt` has the facts once it is signed: levels, points, and whether they were enough. `notes`, by criterion,
    `remark` and photo are here alone. The learner acknowledges it, with a comment or without.
    """

    observation = models.ForeignKey(Observation, models.CASCADE, related_name="findings")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="observation_findings")
    attempt = models.OneToOneField(Attempt, models.PROTECT, null=True, related_name="observation_finding")
    levels = models.JSONField(default=dict)
    notes = models.JSONField(default=dict)
    remark = models.TextField(_("remark"), max_length=1000, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(fields=["observation", "learner"], name="finding_of_a_learner_once"),
            models.CheckConstraint(
                condition=Q(comment="") | Q(acknowledged_at__isnull=False), name="finding_commented_is_acknowledged"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(attempt__isnull=False), name="finding_acknowledged_is_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id}: {self.learner_id}"


class Photo(models.Model):
    """A picture of what a learner did, drawn anew by us; it goes with its finding."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    finding = models.OneToOneField(Finding, models.CASCADE, related_name="photo")
    data = models.BinaryField()
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return str(self.pk)
