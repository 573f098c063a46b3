"""Files that an author brings for a page: what was read of them, from its dry run until it is in the draft."""

import re
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from lms.foundation.interface.parsing import whole_number
from lms.foundation.work.models import WorkQuerySet
from lms.foundation.work.staged_import import StagedImport
from lms.people.directory.models import User

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class PageImportQuerySet(WorkQuerySet["PageImport"]):
    def of(self, page: Page, person: User, key: str, *, now: datetime) -> "PageImport | None":
        """Return the file of this key that `person` read for `page` and can still put in."""
        rows = self.filter(page=page.pk, by=person, made_at__gt=now - self.model.KEPT)
        return rows.filter(pk=whole_number(key) or 0).first()


class PageImport(StagedImport):
    """A file of one page, read when it came. `content` has the shape that its room gives it; empty once it is put in.
    Personal data of this room delete it after `KEPT`.
    """

    class Status(models.TextChoices):
        READ = "read", _("Waiting for you to confirm")
        DONE = "done", _("Done")

    UNDER_WAY = ()
    KEPT: ClassVar[timedelta] = timedelta(days=1)

    total, handled, reached, tries, problem, values = (None,) * 6  # type: ignore[assignment]  # no work is left
    status = models.CharField(max_length=10, choices=Status, default=Status.READ)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content = models.JSONField(default=dict)

    objects = PageImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def keep(cls, page: Page, name: str, content: dict[str, Any], *, by: User, now: datetime) -> "PageImport":
        """Keep what was read of the file called `name`, without characters that no database holds."""
        columns = {"page_id": page.pk, "name": name[:255], "content": _storable(content), "by": by}
        return cls.objects.create(**columns, made_at=now, touched_at=now)

    def finish(self, *, now: datetime) -> None:
        """Write that it is in the draft."""
        self.touch(now=now, status=self.Status.DONE, content={})


def _storable(value: object) -> object:
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list | tuple) else value
