"""Sources of the versions of a translation: they show which versions are complete, and which are older than their
source.
"""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from wagtail.models import Locale, Revision


def as_written(revision: Revision) -> object:
    """Return the object as `revision` has it, which knows of which revision it is."""
    page = revision.as_object()
    page.written_in = revision.pk
    return page


class TranslatedFromQuerySet(models.QuerySet["TranslatedFrom"]):
    def of_source(self, instance: Any) -> Self:
        """Return the records of translations of `instance`, a page or another object in the language of its source."""
        return self.filter(key=instance.translation_key, locale=instance.locale_id)

    def by_revision(self, revisions: Iterable[int | None]) -> dict[int, "TranslatedFrom"]:
        """Return the records of those of these revisions that have one, by revision, in one query."""
        return dict(self.in_bulk([pk for pk in revisions if pk is not None]))


class TranslatedFrom(models.Model):
    """The source from which one version of a translation was made, and how many of its texts had no translation then.

    `key` is the translation key of both, `locale` the language of the source, and `text` the source's digest
    (`courses.pages.source_text`), empty where it is not known. The version is older than its source since the source
    was first published with another text: `older_since`.
    """

    revision = models.OneToOneField(Revision, models.CASCADE, primary_key=True, related_name="+")
    key = models.UUIDField(db_index=True)
    locale = models.ForeignKey(Locale, models.CASCADE, related_name="+")
    text = models.CharField(max_length=64, blank=True)
    missing = models.PositiveIntegerField(default=0)
    older_since = models.DateTimeField(null=True)

    objects = TranslatedFromQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.key}: {self.revision_id}"
