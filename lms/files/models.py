"""Files that somebody asked for, and how far they are."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.foundation.storage import private
from lms.foundation.work.models import Work, WorkQuerySet

FOLDER = "made-files/"


class MadeFileQuerySet(WorkQuerySet["MadeFile"]):
    def of(self, person: "models.Model") -> Self:
        """Return those that `person` asked for; only they get them."""
        return self.filter(by=person.pk)

    def over(self, now: datetime) -> Self:
        """Return those that are kept no longer."""
        return self.filter(gone_at__lte=now)


class MadeFile(Work):
    """A file of one kind (`lms.files.kinds`), asked for by a person with their rights.

    `asked` is what the kind needs to make it, `digest` is over that and the language: the same is under way once.
    `problem` is a code, or a sentence of the kind, that says why there is no file. It is deleted at `gone_at`.
    """

    STALE: ClassVar[timedelta] = timedelta(minutes=5)
    """Setting a page in type cannot say that it goes on."""
    MOST: ClassVar[int] = 30
    """Files that one person waits for in a day."""

    kind = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    title = models.CharField(_("file"), max_length=200)
    language = models.CharField(max_length=10)
    back = models.CharField(max_length=2200)
    """Path of the page on which it was asked for."""
    name = models.CharField(max_length=150, blank=True)
    file = models.FileField(upload_to=FOLDER, storage=private, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(_("when"), db_index=True)
    gone_at = models.DateTimeField(db_index=True)

    objects = MadeFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file that was made")
        verbose_name_plural = _("files that were made")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "kind", "digest"],
                condition=Q(status__in=[Work.Status.PENDING, Work.Status.RUNNING]),
                name="made_file_under_way_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
