"""Files of questions on their way into the bank: begin, confirm, take back, drop;
the work itself is done in the background.
"""

from datetime import datetime

from django.core.files.base import File
from django.db import transaction
from wagtail.models import Locale

from lms.foundation.storage import private
from lms.foundation.work import staged_import
from lms.foundation.work.staged_import import held
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from ..bank.categories import Category
from ..bank.forms import PUBLISH
from .models import Import, ImportEntry

MOST_BYTES = 20 * 1024 * 1024
MOST_TRIES, STALE = Import.MOST_TRIES, Import.STALE


@transaction.atomic
def begin(
    *,
    file: File,
    name: str,
    format: str,
    category: Category | None,
    owner: Institution | None,
    locale: Locale,
    by: User,
    now: datetime,
) -> Import:
    """Take in a file; it is read in the background. `format` is empty where nobody knows it."""
    batch = Import(
        name=name[:255],
        format=format,
        category=category,
        owner=owner,
        locale=locale,
        by=by,
        made_at=now,
        touched_at=now,
    )
    batch.file.save("questions", file, save=False)
    batch.save()
    batch.queue()
    return batch


@transaction.atomic
def confirm(*, batch: Import, doubles: bool, now: datetime, by: User | None = None, publish: bool = False) -> Import:
    """Write the questions that the preview showed, with those that are there already if `doubles`. Raises `NotNow`.

    They are drafts, unless `by`, who may publish questions, says `publish`.
    """
    batch = held(Import.objects.all(), batch.pk, Import.Status.READ)
    batch.doubles = doubles
    total, live = ImportEntry.objects.to_write(batch).count(), publish and by is not None and by.has_perm(PUBLISH)
    batch.enter(Import.Status.WRITING, now=now, doubles=doubles, live=live, total=total)
    batch.queue()
    return batch


@transaction.atomic
def take_back(*, batch: Import, by: User, now: datetime) -> Import:
    """Undo the whole import: what nobody met is deleted, what is in use is archived. Raises `NotNow`.

    What was published since stays where `by` may not publish: somebody else decided that learners get it.
    """
    batch = held(Import.objects.all(), batch.pk, Import.Status.DONE)
    total, too = ImportEntry.objects.written(batch).count(), by.has_perm(PUBLISH)
    batch.enter(Import.Status.UNDOING, now=now, published_too=too, total=total)
    batch.queue()
    return batch


@transaction.atomic
def drop(*, batch: Import, now: datetime) -> Import:
    """Leave a file that was read, with nothing written. Raises `NotNow`."""
    batch = held(Import.objects.all(), batch.pk, Import.Status.READ, Import.Status.FAILED)
    batch.touch(now=now, status=Import.Status.DROPPED)
    ImportEntry.objects.filter(batch=batch).update(draft={})
    transaction.on_commit(lambda: clear(batch))
    return batch


def resume(*, now: datetime) -> int:
    """Queue every import whose task was lost. Returns how many."""
    return staged_import.resume(Import.objects.all(), now=now)


def clear(batch: Import) -> None:
    """Take away the files that are needed no more: the upload and the pictures put aside.

    Done twice, it does nothing.
    """
    batch.delete_file()
    storage, folder = private(), f"imports/{batch.pk}"
    try:
        names = storage.listdir(folder)[1]
    except OSError:  # there were no pictures
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
