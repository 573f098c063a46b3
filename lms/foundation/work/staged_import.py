"""Files that are read in the sandbox, shown, confirmed and then written: the columns and changes that all such imports
share.

A room adds its rows with their findings and its steps (`lms.foundation.work.runner`). What somebody says of an import
is said under the lock of `held`, at the step that it follows on: the same again is refused.
"""

from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models import Work, WorkQuerySet
from .queueing import queue

AT_ONCE = 50
"""Imports that one sweep queues or deletes."""

Row = TypeVar("Row", bound="StagedImport")


class NotNow(Exception):
    """Refusal: the import is not at the step that this follows on."""


class StagedImport(Work):
    """A file on its way in. `problem` and `values` are the code of why it failed, and what its sentence names."""

    TASK: ClassVar[str]
    """Name of the task that does the next work of the import whose key it gets."""

    name = models.CharField(_("file"), max_length=255)
    problem = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("when"))
    file: Any

    class Meta:
        abstract = True

    def touch(self, *, now: datetime, **columns: object) -> Self:
        """Write these columns, with the time at which somebody worked on it."""
        for name, value in {**columns, "touched_at": now}.items():
            setattr(self, name, value)
        self.save(update_fields=[*columns, "touched_at"])
        return self

    def enter(self, status: str, *, now: datetime, **columns: object) -> Self:
        """Begin the step of `status` from its first row."""
        return self.touch(now=now, status=status, **{"handled": 0, "reached": 0, "tries": 0, **columns})

    def queue(self) -> None:
        """Queue its next work for when the transaction has committed."""
        queue(self.TASK, self.pk)

    def delete_file(self) -> None:
        """Delete the file: its rows are kept. Done twice, it does nothing."""
        if self.file:
            self.file.storage.delete(self.file.name or "")


def held(rows: models.QuerySet[Row], pk: object, *statuses: str) -> Row:
    """Return the import `pk`, locked, which is at one of these steps. Raises `NotNow`."""
    row = rows.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if row.status not in statuses:
        raise NotNow(gettext("This import is at another step already. Look at its page again."))
    return row


def resume(rows: WorkQuerySet[Row], *, now: datetime) -> int:
    """Queue the imports whose task was lost. Returns how many."""
    lost = list(rows.lost(now)[:AT_ONCE])
    for row in lost:
        row.queue()
    return len(lost)
