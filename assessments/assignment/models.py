"""Files of hand-ins, and uploads that are under way."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Activity
from lms.foundation.storage import private
from lms.foundation.work.models import RetriedQuerySet, RetriedWork, Work, WorkQuerySet
from lms.learning.progress.models import Attempt
from lms.people.directory.models import Cohort, User

from .checking.file_kinds import TYPES
from .pages import HandInPage

__all__ = ["Bundle", "GroupMember", "HandInPage", "HandedFile", "Scan", "Upload", "UploadPart", "WorkGroup"]


class HandedFileQuerySet(models.QuerySet["HandedFile"]):
    def of(self, learner: User) -> Self:
        """Filter to the files of the learner's own work."""
        return self.filter(attempt__enrolment__learner=learner.pk)


class HandedFile(models.Model):
    """A file of the work at an attempt. The attempt's state says whether it belongs to the work as it stands."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="assignment_files")
    name = models.CharField(_("name"), max_length=120)
    ending = models.CharField(max_length=8)
    size = models.PositiveIntegerField(_("size"))
    file = models.FileField(upload_to="hand-ins/", storage=private)
    sent_size = models.PositiveIntegerField()
    sent_sum = models.CharField(max_length=8, blank=True)
    """CRC-32 of what was sent, by which the same file is known again; empty where it came by a plain form."""
    feedback = models.BooleanField(default=False)
    """A marker added it, beside the work."""
    added_at = models.DateTimeField(_("added"))

    objects = HandedFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a hand-in")
        verbose_name_plural = _("files of hand-ins")

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> dict[str, object]:
        """The file as the work holds it."""
        return {"id": str(self.pk), "name": self.name, "size": self.size, "ending": self.ending}

    @property
    def content_type(self) -> str:
        return TYPES.get(self.ending, "application/octet-stream")


class Scan(RetriedWork):
    """Check of a file for viruses that is not done yet. As long as it is there nobody opens the file, so it is never
    given up.
    """

    PAUSES: ClassVar[tuple[timedelta, ...]] = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 60))
    LEASE: ClassVar[timedelta] = timedelta(minutes=5)

    file = models.OneToOneField(HandedFile, models.CASCADE, related_name="scan")
    error = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(_("when"))

    objects = RetriedQuerySet.as_manager()

    class Meta:
        verbose_name = _("check for viruses")
        verbose_name_plural = _("checks for viruses")
        indexes = [models.Index(fields=["next_at"], name="assignment_scan_due")]

    def __str__(self) -> str:
        return f"scan of {self.file_id}"

    @property
    def is_interrupted(self) -> bool:
        return False

    def next_try(self, now: datetime, *, wait: int | None = None) -> datetime:
        return now + self.PAUSES[min(self.tries, len(self.PAUSES)) - 1]


class Bundle(Work):
    """All that a cohort handed in at one activity as one ZIP, or a ZIP of files that a marker gives back.

    No kind of `lms.files`: half of these rows read a file that was sent, packing says after each work how far it is,
    which may take longer than such a file may be silent, and the page lists what was left out.
    """

    MOST_TRIES: ClassVar[int] = 5
    KEPT: ClassVar[timedelta] = timedelta(days=7)

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    is_marked = models.BooleanField(default=False)
    """The archive came from the marker, and its files go to the learners."""
    archive = models.FileField(upload_to="hand-ins/", storage=private, blank=True)
    left_out = models.JSONField(default=list)
    """Names in an archive of marked files that could not be given to anybody."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("when"))

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("ZIP of hand-ins")
        verbose_name_plural = _("ZIPs of hand-ins")
        indexes = [models.Index(fields=["made_at"], name="assignment_bundle_made")]

    def __str__(self) -> str:
        return f"{self.activity_id} of {self.cohort_id}"


class WorkGroup(models.Model):
    """People of a cohort who hand in together at one activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="assignment_groups")
    name = models.CharField(_("group"), max_length=40)

    class Meta:
        verbose_name = _("group of a hand-in")
        verbose_name_plural = _("groups of hand-ins")
        constraints = [
            models.UniqueConstraint(fields=["activity", "cohort", "name"], name="assignment_group_once"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A person in a group."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="members")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "learner"], name="assignment_group_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.learner_id}"


class Upload(models.Model):
    """A file that comes in parts, over a poor connection: what is there of it. Deleted when it is whole, or old."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    size = models.PositiveIntegerField(_("size"))
    sum = models.CharField(max_length=8)
    received = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(_("last part"), db_index=True)
    checked_at = models.DateTimeField(null=True)
    """When the whole of it began to be checked."""

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.UniqueConstraint(fields=["attempt", "name", "size", "sum"], name="upload_of_a_file_once"),
            models.CheckConstraint(condition=models.Q(received__lte=models.F("size")), name="upload_is_no_longer"),
        ]

    def __str__(self) -> str:
        return self.name


class UploadPart(models.Model):
    """A part of an upload, at its place."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    offset = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} at {self.offset}"
