"""Files for a ceremony, and how far they are."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.foundation.storage import private
from lms.foundation.work.models import Work, WorkQuerySet
from lms.people.directory.models import Cohort


class CeremonyQuerySet(WorkQuerySet["Ceremony"]):
    def of(self, maker: "models.Model") -> Self:
        """Return those that `maker` had made; only they get them."""
        return self.filter(by=maker.pk)


class Ceremony(Work):
    """Certificates as files for a ceremony.

    `query` is the filters of the list as they stand in an address; `issues` says whether the certificates that complete
    enrolments of the cohort lack are issued first. `wanted` are the keys of the certificates in the order of the list,
    once they are chosen; the first `reached` of them are packed. `left_out` says how many of these are in no file, by
    reason.
    """

    MOST: ClassVar[int] = 10_000
    """Certificates of one ceremony."""
    MOST_TRIES: ClassVar[int] = 20
    KEPT: ClassVar[timedelta] = timedelta(days=7)

    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    query = models.TextField(blank=True)
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, related_name="+")
    issues = models.BooleanField(default=False)
    wanted = models.JSONField(null=True)
    left_out = models.JSONField(default=dict)
    archive = models.FileField(upload_to="ceremonies/", storage=private, blank=True)
    print = models.FileField(upload_to="ceremonies/", storage=private, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("when"))

    objects = CeremonyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["by", "-made_at"], name="ceremony_by_maker")]

    def __str__(self) -> str:
        return self.title
