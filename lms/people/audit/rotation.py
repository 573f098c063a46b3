"""Old entries leave the database for files, and old files go: nothing is lost or written twice, wherever it is killed.

Each batch is one transaction: its lines are on the disk before the rows are deleted, and how long the file is then
stands in the same transaction. Whatever a killed job wrote behind that is overwritten by the next.
"""

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

from .files import TruncatedFile, append, remove
from .models import AuditEntry, AuditFile
from .triggers import LOG

log = logging.getLogger(__name__)

BATCH = 2000


def rotate(now: datetime) -> int:
    """Move every entry that is older than the days of `AUDIT_DAYS` into the file of its month; returns how many."""
    limit, moved = now - timedelta(days=settings.AUDIT_DAYS), 0
    old = AuditEntry.objects.filter(at__lt=limit).order_by("at", "id")
    while oldest := old.first():
        moved += _move_some(f"{oldest.at.astimezone(UTC):%Y-%m}", limit)
    return moved


def forget_files(now: datetime) -> int:
    """Delete the files whose month ended more than `AUDIT_FILE_DAYS` ago; returns how many."""
    limit = now - timedelta(days=settings.AUDIT_FILE_DAYS)
    old = [file for file in AuditFile.objects.order_by("month", "part") if _end(file.month) < limit]
    for file in old:
        remove(_path(file))
        file.delete()
    return len(old)


def _move_some(month: str, limit: datetime) -> int:
    """Move the oldest entries of `month` before `limit`, at most `BATCH`; returns how many, which is none where another
    process has just moved them.
    """
    with LOG.permitted():
        file = _locked(month)
        of_month = AuditEntry.objects.filter(at__gte=_begin(month), at__lt=min(limit, _end(month)))
        entries = list(of_month.order_by("at", "id")[:BATCH])
        if entries:
            _written(file, entries).save()
            AuditEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)


def _locked(month: str) -> AuditFile:
    """Return the last file of `month`, which no other process writes to before this transaction ends."""
    AuditFile.objects.get_or_create(month=month, part=1)
    return AuditFile.objects.select_for_update(no_key=True).filter(month=month).order_by("part").last() or AuditFile(
        month=month
    )


def _written(file: AuditFile, entries: Sequence[AuditEntry]) -> AuditFile:
    """Append `entries` to the file and return it; another one if it was lost or cut."""
    lines = [_line(entry) for entry in entries]
    try:
        file.size = append(_path(file), lines, size=file.size)
    except TruncatedFile:
        log.error("The audit file %s is shorter than what was written to it; the next part goes on", file)
        file = AuditFile(month=file.month, part=file.part + 1)
        file.size = append(_path(file), lines, size=0)
    file.entries += len(entries)
    return file


def _line(entry: AuditEntry) -> str:
    """Return the entry as a line of JSON, with people by number alone: a person erased from the database is not named
    here either.
    """
    return json.dumps(
        {
            "id": entry.pk,
            "at": entry.at.astimezone(UTC).isoformat(),
            "action": entry.action,
            "by": entry.by_id,
            "person": entry.person_id,
            "institution": entry.institution_id,
            "page": entry.page,
            "client": entry.client,
            "data": entry.data,
        },
        ensure_ascii=False,
    )


def _path(file: AuditFile) -> Path:
    return Path(settings.AUDIT_DIR) / str(file)


def _begin(month: str) -> datetime:
    year, number = map(int, month.split("-"))
    return datetime(year, number, 1, tzinfo=UTC)


def _end(month: str) -> datetime:
    """Return the end of `month`: the first moment of the next month."""
    year, number = map(int, month.split("-"))
    return datetime(year + number // 12, number % 12 + 1, 1, tzinfo=UTC)
