"""Files: asked for, made in the background, fetched, and deleted after a day. The only writer of their rows.

A file is put together without a name and kept when it is whole. A worker that is killed leaves nothing that counts: the
next one begins anew, and what lies in the folder for longer than a day without a row is deleted.
"""

import errno
import json
import logging
import tempfile
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import IO

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import Http404
from django.utils import timezone, translation

from lms.foundation.interface.paper.typesetting import CannotBeSet
from lms.foundation.work.queueing import queue
from lms.foundation.work.runner import Clock, take_up
from lms.people.administration.records.services import narrowed
from lms.people.directory.clocks import clock_of
from lms.people.directory.models import User

from .kinds import CELLS_AT_ONCE, FileKind, Refused, file_kinds
from .models import FOLDER, MadeFile

log = logging.getLogger(__name__)
AT_ONCE = 50
"""Files that one sweep takes up."""
DAY = timedelta(days=1)
STEP = 1000
"""Things after which the row says how far it is."""
NO_RIGHT, NO_ROOM, BROKEN = "no right", "no room", "broken"
"""Problems that are no sentence of the kind."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
Status = MadeFile.Status


class NotThere(LookupError):
    """The file is not made, or is gone."""


class TooMany(Exception):
    """Refusal: the person had as many files made in a day as one person may."""


class _Superseded(Exception):
    """Refusal to go on with a file that somebody else has taken up since."""


def find(slug: str, asked: Mapping[str, object], by: User) -> tuple[FileKind[object], object]:
    """Return the kind, and what its file is about. Raises `Http404` or `PermissionDenied`."""
    kind = file_kinds.find(slug)
    if kind is None:
        raise Http404
    owner = file_kinds.owner(slug)
    return kind, kind.find(narrowed(by, owner) if owner else by, asked)


def is_short(kind: FileKind[object], found: object) -> bool:
    """Return whether the file is made while its reader waits: a table of at most `CELLS_AT_ONCE` cells."""
    cells = kind.cells(found)
    return isinstance(cells, int) and cells <= CELLS_AT_ONCE


def made_now(kind: FileKind[object], found: object, *, by: User, now: datetime) -> IO[bytes]:
    """Return the content of a short file, which is noted. Raises `Refused`."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    kind.write(found, file, by=by, told=lambda _handled, _total: None)
    file.seek(0)
    kind.note(found, by=by, now=now)
    return file


def begin(slug: str, asked: Mapping[str, object], *, back: str, by: User, now: datetime) -> MadeFile:
    """Begin a file in the active language; return the one under way where the same person asks for the same again.

    Raises what `find` raises, and `TooMany`.
    """
    kind, found = find(slug, asked, by)
    language = translation.get_language() or "en"
    digest = sha256(json.dumps([language, asked], sort_keys=True).encode()).hexdigest()
    same = MadeFile.objects.of(by).unfinished().filter(kind=slug, digest=digest)
    if (known := same.first()) is not None:
        return known
    lately = MadeFile.objects.of(by).filter(made_at__gt=now - DAY, kind__in=file_kinds.waited_for())
    if kind.on_page and lately.count() >= MadeFile.MOST:
        raise TooMany
    row = MadeFile(kind=slug, asked=dict(asked), digest=digest, language=language, back=back[:2200], by=by)
    row.title, row.about = str(kind.title(found))[:200], kind.about(found)
    row.made_at, row.touched_at, row.gone_at = now, now, now + kind.kept
    try:
        with transaction.atomic():
            row.save()
            queue("files.make_file", row.pk)
    except IntegrityError:  # asked for twice at once
        return MadeFile.objects.of(by).filter(kind=slug, digest=digest).latest("pk")
    return row


def make(pk: int, *, clock: Clock = timezone.now) -> None:
    """Make a file. Killed at any point, it is begun anew when it is taken up again."""
    rows = MadeFile.objects.select_related("by__institution")
    row = take_up(rows, pk, give_up=_give_up, now=clock(), alone=True)
    if row is None:
        return
    try:
        with tempfile.TemporaryFile() as file:
            name = _write(row, file, clock)
            _keep(row, file, name, clock())
    except _Superseded:
        return
    except (Http404, PermissionDenied):
        _fail(row, NO_RIGHT, clock())
    except Refused as error:
        _fail(row, str(error), clock())
    except CannotBeSet:
        _fail(row, BROKEN, clock())
    except OSError as error:
        if error.errno not in _FULL:
            raise
        log.error("no room for a file: %s", row.pk)
        _fail(row, NO_ROOM, clock())


def _write(row: MadeFile, file: IO[bytes], clock: Clock) -> str:
    """Write the file with the rights that its person has now; return its name."""
    if not row.by.is_active:
        raise PermissionDenied
    with translation.override(row.language), clock_of(row.by.institution):
        kind, found = find(row.kind, row.asked, row.by)
        kind.write(found, file, by=row.by, told=partial(_touch, row, clock))
        file.seek(0)
        return called(kind, found)


def called(kind: FileKind[object], found: object) -> str:
    """Return the name of the file, with its ending."""
    ending = kind.type_of(found)[0]
    return f"{kind.name(found)[: 149 - len(ending)]}.{ending}"


def _touch(row: MadeFile, clock: Clock, handled: int, total: int) -> None:
    """Write down how far the file is, every so often. Raises `_Superseded`."""
    if handled % STEP == 0:
        held = MadeFile.objects.filter(pk=row.pk, status=Status.RUNNING, tries=row.tries)
        if not held.update(handled=handled, total=total, touched_at=clock()):
            raise _Superseded


@transaction.atomic
def _keep(row: MadeFile, file: IO[bytes], name: str, now: datetime) -> None:
    """Keep the file, unless somebody else has taken it up since, or it is too old."""
    held = MadeFile.objects.select_for_update(of=("self",), no_key=True).filter(pk=row.pk).first()
    if held is None or (held.status, held.tries) != (Status.RUNNING, row.tries) or held.gone_at <= now:
        return
    stored = f"{FOLDER}{held.pk}"
    held.file.storage.delete(stored)
    held.file.name = held.file.storage.save(stored, File(file))
    held.name, held.status, held.handled, held.total, held.touched_at = name, Status.DONE, 1, 1, now
    held.save(update_fields=["file", "name", "status", "handled", "total", "touched_at"])


def _fail(row: MadeFile, problem: str, now: datetime) -> None:
    rows = MadeFile.objects.filter(pk=row.pk, status=Status.RUNNING, tries=row.tries)
    rows.update(status=Status.FAILED, problem=problem[:300], touched_at=now)


def _give_up(row: MadeFile) -> None:
    row.status, row.problem = Status.FAILED, BROKEN


def fetch(*, row: MadeFile, by: User, now: datetime) -> tuple[File, str]:
    """Return a file and its content type for the person who asked, who may still have it; it is noted. Raises what
    `find` raises, and `NotThere`.
    """
    kind, found = find(row.kind, row.asked, by)
    if row.by_id != by.pk or row.status != Status.DONE or row.gone_at <= now:
        raise NotThere
    try:
        content = row.file.open("rb")
    except OSError:
        raise NotThere from None
    kind.note(found, by=by, now=now)
    return content, kind.type_of(found)[1]


def resume(*, now: datetime) -> int:
    """Queue the files whose task was lost. Returns how many."""
    lost = list(MadeFile.objects.lost(now).values_list("pk", flat=True)[:AT_ONCE])
    for pk in lost:
        queue("files.make_file", pk)
    return len(lost)


def delete_old(*, now: datetime) -> int:
    """Delete rows and files whose time is over, and what a killed process left in the folder. Returns how many rows."""
    number = delete(MadeFile.objects.over(now))
    storage = MadeFile._meta.get_field("file").storage
    try:
        names = {f"{FOLDER}{name}" for name in storage.listdir(FOLDER)[1]}
    except FileNotFoundError:
        return number
    for name in names.difference(MadeFile.objects.values_list("file", flat=True)):
        try:
            if storage.get_modified_time(name) <= now - DAY:
                storage.delete(name)
        except FileNotFoundError:
            continue
    return number


def delete_of_several() -> int:
    """Delete the files that may hold data of several people, and have those under way begun anew by a sweep. Returns
    how many.
    """
    rows = MadeFile.objects.filter(about=None, kind__in=[one.slug for one in file_kinds.all() if one.holds_people])
    rows.filter(status=Status.RUNNING).update(status=Status.PENDING, tries=F("tries") + 1)  # who is at one keeps none
    return delete(rows.exclude(status__in=MadeFile.UNDER_WAY))


def delete(rows: Iterable[MadeFile]) -> int:
    """Delete the files first: where this is interrupted, the row still leads to them. Returns how many rows."""
    number = 0
    for row in rows:
        if row.file:
            row.file.storage.delete(row.file.name or "")
        MadeFile.objects.filter(pk=row.pk).delete()
        number += 1
    return number
