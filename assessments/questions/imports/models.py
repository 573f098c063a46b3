"""Files of questions that somebody brought in: what each says, and what became of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from lms.foundation.plugins.question import questions
from lms.foundation.storage import private
from lms.foundation.work.models import WorkQuerySet
from lms.foundation.work.staged_import import StagedImport
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from ..bank.categories import Category


class ImportQuerySet(WorkQuerySet["Import"]):
    def visible_to(self, viewer: User) -> Self:
        """Return one's own; the person who runs the site sees all."""
        return self if viewer.is_superuser else self.filter(by=viewer)


class Import(StagedImport):
    """A file on its way into the bank.

    It is read, then it waits for somebody's word, then its questions are written, batch by batch; `total` and what
    else says how far it is are those of the step that it is at.
    """

    class Status(models.TextChoices):
        READING = "reading", _("Being read")
        READ = "read", _("Waiting for you to confirm")
        WRITING = "writing", _("Being written")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Being taken back")
        UNDONE = "undone", _("Taken back")
        FAILED = "failed", _("Could not be read")
        DROPPED = "dropped", _("Dropped: nothing was written")

    UNDER_WAY = (Status.READING, Status.WRITING, Status.UNDOING)

    TASK = "questions.run_import"

    file = models.FileField(storage=private, upload_to="imports", blank=True)
    format = models.CharField(_("format"), max_length=40, blank=True)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    category = models.ForeignKey(
        Category, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    owner = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    locale = models.ForeignKey(Locale, models.PROTECT, related_name="+", verbose_name=_("language"))
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.READING)
    doubles = models.BooleanField(default=False, help_text=_("Questions that are there already are written again."))
    live = models.BooleanField(
        default=False, help_text=_("Its questions are published as they are written; else they are drafts.")
    )
    published_too = models.BooleanField(
        default=False, help_text=_("Taking it back also takes what was published since.")
    )
    made = models.JSONField(
        default=dict, help_text=_("Ids of categories and images that it made: they go when it is taken back.")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")

    def __str__(self) -> str:
        return self.name

    def shelf(self) -> Category | None:
        """Return the category that holds all that was written; None where nothing was. Two statements at most."""
        if self.category is not None:
            return self.category
        rows = ImportEntry.objects.written(self).filter(question__isnull=False)
        path = rows.order_by("pk").values_list("question__category__path", flat=True).first()
        return Category.objects.filter(path=f"{path.partition('/')[0]}/").first() if path else None


class ImportEntryQuerySet(models.QuerySet["ImportEntry"]):
    def to_write(self, batch: "Import") -> Self:
        """Filter to the entries that are written when a person confirms the import."""
        wanted = [ImportEntry.Outcome.READY, *([ImportEntry.Outcome.DOUBLE] if batch.doubles else [])]
        return self.filter(batch=batch, outcome__in=wanted)

    def written(self, batch: "Import") -> Self:
        return self.filter(batch=batch, outcome=ImportEntry.Outcome.WRITTEN)


class ImportEntry(models.Model):
    """One question of a file, in the file's order, and what became of it."""

    class Outcome(models.TextChoices):
        READY = "ready", _("To be imported")
        DOUBLE = "double", _("There already")
        REFUSED = "refused", _("Cannot be imported")
        TOLD = "told", _("No question")
        WRITTEN = "written", _("Imported")
        DELETED = "deleted", _("Taken back")
        ARCHIVED = "archived", _("In use: archived")

    batch = models.ForeignKey(Import, models.CASCADE, related_name="entries")
    place = models.PositiveIntegerField()
    line = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    draft = models.JSONField(default=dict)
    number = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    question = models.ForeignKey("questions.Question", models.SET_NULL, null=True, related_name="+")

    objects = ImportEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "place"], name="import_entry_once")]
        indexes = [models.Index(fields=["batch", "outcome", "place"], name="import_entry_by_outcome")]

    def __str__(self) -> str:
        return f"{self.place}: {self.name}"

    @property
    def kind_name(self) -> str:
        """The type as people call it; one that is not installed as the file calls it."""
        return str(questions.get(self.kind).name) if self.kind in questions else self.kind

    @property
    def sentence(self) -> str:
        """Return the reason why it is not imported, or a remark on it; empty without a reason."""
        from .sentences import tell

        return tell(self.reason, self.values) if self.reason else ""
