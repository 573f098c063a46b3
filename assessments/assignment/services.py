"""The only writers of hand-ins: add and take away files, upload in parts, hand in, return."""

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import IO, Any
from uuid import UUID, uuid4

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import Arrival, record, record_many
from lms.learning.progress.models import Attempt
from lms.people.audit.services import note
from lms.people.directory.models import User

from .activity import ANNOTATED, ATTACHED, DETACHED, RETURNED, files_in, too_many
from .checking.file_kinds import FAMILIES
from .checking.files import MEGABYTE, BadFile, CheckedFile, check_file, plain_name, too_large
from .groups import beside, waiting_beside
from .models import HandedFile, Upload, UploadPart
from .notices import tell_returned
from .pages import MOST_MEGABYTES
from .scans import ask_for

PART = 256 * 1024
"""Bytes of a part: what a poor connection carries in some seconds."""
KEPT = timedelta(days=2)
"""Time for which an upload waits for its next part."""
MOST_UPLOADS = 5
"""Uploads of one person that are under way."""
MEMORY = 4 * MEGABYTE
CHECKING = timedelta(minutes=3)
"""Time that checking a file takes at most; then another request may begin with it."""


class Busy(RuntimeError):
    """Refusal while another request checks the same file. It may be asked again a moment later."""


class OutOfPlace(ValueError):
    """Refusal: a part does not begin where the upload ends; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(_("This part came already, or another one is missing."))
        self.received = received


@dataclass(frozen=True)
class Sent:
    """A file as a browser names it: its size in bytes, and the CRC-32 of its content, eight hexadecimal digits."""

    name: str
    size: int
    sum: str


def add_file(*, attempt: Attempt, content: IO[bytes], sent: Sent, by: User, now: datetime) -> HandedFile:
    """Check a file and add it to the work; viruses are looked for in the background. What was sent before under the
    same sum is there once.

    Raises `BadFile`, and `InvalidAnswer` where the work takes none any more, each with nothing kept.
    """
    _refuse_closed(attempt)
    limits = attempt.form["limits"]
    checked = check_file(content, sent.name, sent.size, families=limits["families"], megabytes=limits["megabytes"])
    with _kept(checked, attempt, sent=sent, now=now) as row:
        record(attempt=attempt, verb=ATTACHED, data={"file": row.facts}, event_id=uuid7(), now=now, by=by)
    return row


@contextmanager
def _kept(
    checked: CheckedFile, attempt: Attempt, *, sent: Sent, now: datetime, feedback: bool = False
) -> Iterator[HandedFile]:
    """Keep a file with what is written inside the block, in one transaction; its content goes if that raises."""
    row = HandedFile(
        id=uuid4(),
        attempt=attempt,
        name=checked.name,
        ending=checked.ending,
        size=checked.size,
        feedback=feedback,
        sent_size=sent.size,
        sent_sum=sent.sum,
        added_at=now,
    )
    checked.content.seek(0)
    row.file.save(f"{row.pk}.{row.ending}", File(checked.content), save=False)
    try:
        with transaction.atomic():
            yield row
            row.save(force_insert=True)
            ask_for(row, now=now)
    except BaseException:
        row.file.delete(save=False)
        raise


def annotate(
    *,
    attempt: Attempt,
    note: dict[str, str],
    file: tuple[IO[bytes], Sent] | None,
    by: User,
    event_id: UUID,
    now: datetime,
) -> Attempt:
    """Keep a note beside the work, on a `passage`, a `file` or the whole, with a file of the marker's or without.

    Raises `BadFile`, `InvalidAnswer` and `EventConflict`, each with nothing kept.
    """

    @transaction.atomic
    def keep(attachment: dict[str, object] | None) -> Attempt:
        data = {"note": {**note, "attachment": attachment}}
        others = list(beside(attempt)) if not attempt.journal.filter(pk=event_id).exists() else []
        kept = record(attempt=attempt, verb=ANNOTATED, data=data, event_id=event_id, now=now, by=by)
        record_many([Arrival(one.pk, data, uuid7(), ANNOTATED) for one in others], by=by, now=now)
        return kept

    if file is None:
        return keep(None)
    content, sent = file
    checked = check_file(content, sent.name, sent.size, families=FAMILIES, megabytes=MOST_MEGABYTES)
    with _kept(checked, attempt, sent=sent, now=now, feedback=True) as row:
        return keep(row.facts)


@transaction.atomic
def take_away(*, attempt: Attempt, file: UUID, by: User, now: datetime) -> None:
    """Take a file away from the work. Its content goes, unless work that was handed in before holds it.

    Raises `InvalidAnswer`.
    """
    record(attempt=attempt, verb=DETACHED, data={"file": str(file)}, event_id=uuid7(), now=now, by=by)
    delete_files(attempt.assignment_files.filter(pk=file))


def delete_files(rows: Any) -> None:
    """Delete files with their content, once the transaction has committed."""
    for row in rows:
        transaction.on_commit(partial(row.file.storage.delete, row.file.name), robust=True)
        row.delete()


@transaction.atomic
def begin_upload(*, attempt: Attempt, sent: Sent, by: User, now: datetime) -> Upload | HandedFile:
    """Begin an upload in parts, or go on with that of the same file; the file itself where all of it came before.

    Raises `BadFile` and `InvalidAnswer`.
    """
    _refuse_closed(attempt)
    limits = attempt.form["limits"]
    name = plain_name(sent.name)
    there = {one["id"] for one in files_in(attempt.state)}
    for row in attempt.assignment_files.filter(sent_size=sent.size, sent_sum=sent.sum):
        if str(row.pk) in there:
            return row
    if not sent.size:
        raise BadFile(_("This file is empty. Choose another one."))
    if sent.size > limits["megabytes"] * MEGABYTE:
        raise BadFile(too_large(limits["megabytes"]))
    if len(there) >= limits["files"]:
        raise InvalidAnswer(too_many(limits["files"]))
    own = Upload.objects.filter(by=by.pk)
    known = own.filter(attempt=attempt, name=name, size=sent.size, sum=sent.sum).first()
    if known is not None:
        return known
    for old in own.order_by("-touched_at")[MOST_UPLOADS - 1 :]:
        old.delete()
    return Upload.objects.create(attempt=attempt, by=by, name=name, size=sent.size, sum=sent.sum, touched_at=now)


def add_part(*, upload: Upload, offset: int, data: bytes, by: User, now: datetime) -> Upload | HandedFile:
    """Keep the next part of an upload; the file, once it is whole and was checked.

    Raises `OutOfPlace` where the part begins elsewhere, `BadFile`, after which the upload is gone,
    `InvalidAnswer` and `Busy`.
    """
    with transaction.atomic():
        row = Upload.objects.select_for_update(of=("self",), no_key=True).get(pk=upload.pk)
        if offset != row.received or len(data) > PART or offset + len(data) > row.size:
            raise OutOfPlace(row.received)
        if data:
            UploadPart.objects.create(upload=row, offset=offset, data=data)
            row.received, row.touched_at = offset + len(data), now
            row.save(update_fields=["received", "touched_at"])
    if row.received < row.size:
        return row
    return _finished(row, upload.attempt, by=by, now=now)


def _finished(upload: Upload, attempt: Attempt, *, by: User, now: datetime) -> HandedFile:
    """Put the parts together and add the file. One request does so; another that comes meanwhile is told to wait."""
    free = Q(checked_at=None) | Q(checked_at__lt=now - CHECKING)  # or the process that checked it was killed
    if not Upload.objects.filter(free, pk=upload.pk).update(checked_at=now):
        raise Busy
    with tempfile.SpooledTemporaryFile(max_size=MEMORY) as content:
        found = 0
        for data in upload.parts.order_by("offset").values_list("data", flat=True).iterator(chunk_size=8):
            found = zlib.crc32(data, found)
            content.write(data)
        sent = Sent(upload.name, upload.size, upload.sum)
        try:
            if f"{found:08x}" != upload.sum:
                raise BadFile(_("The file was changed on the way. Choose it again."))
            row = add_file(attempt=attempt, content=content, sent=sent, by=by, now=now)
        except (BadFile, InvalidAnswer):
            Upload.objects.filter(pk=upload.pk).delete()
            raise
        Upload.objects.filter(pk=upload.pk).delete()
        return row


def drop_old_uploads(*, now: datetime) -> int:
    """Delete uploads that nobody goes on with; returns how many."""
    number, _by_model = Upload.objects.filter(touched_at__lt=now - KEPT).delete()
    return number


@transaction.atomic
def return_work(*, attempt: Attempt, text: str, by: User, event_id: UUID, now: datetime) -> Attempt:
    """Return work that was handed in, with what has to be revised. Raises `InvalidAnswer` and `EventConflict`."""
    last = Attempt.objects.filter(enrolment=attempt.enrolment_id, activity=attempt.activity_id).order_by("-number")
    if last.values_list("pk", flat=True).first() != attempt.pk:
        raise InvalidAnswer(_("Newer work was handed in meanwhile. Look at that."))
    learner, place = attempt.enrolment.learner_id, attempt.enrolment.institution_id
    note("hand_in_returned", by=by, person=learner, institution=place, now=now, attempt=str(attempt.pk))
    others = waiting_beside(attempt)
    returned = record(attempt=attempt, verb=RETURNED, data={"text": text}, event_id=event_id, now=now, by=by)
    record_many([Arrival(one.pk, {"text": text}, uuid7(), RETURNED) for one in others], by=by, now=now)
    for one in (returned, *others):
        tell_returned(one, now=now)
    return returned


def _refuse_closed(attempt: Attempt) -> None:
    if attempt.closed_at is not None:
        raise InvalidAnswer(_("This work is handed in. Files cannot be changed any more."))
