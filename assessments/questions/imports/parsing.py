"""The first step of an import: what a file says, made safe and checked, becomes rows.

Nothing is written to the bank.
"""

import logging
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from django.db import transaction
from django.db.models import Q

from lms.foundation.work.runner import Clock
from lms.foundation.work.sandbox import Failed, Limits, TooHeavy, TooSlow, run_in_sandbox

from ..bank import pictures
from ..bank.models import Question
from . import services as importing
from .examination import Row, examine
from .models import Import, ImportEntry
from .sanitiser import readable

Outcome = ImportEntry.Outcome


class Comparer:
    """Comparer of the rows of one file in turn, which knows which of them it has seen."""

    def __init__(self, batch: Import) -> None:
        self._batch = batch
        self._seen: dict[str, int] = {}

    def compare(self, rows: Sequence[ImportEntry]) -> None:
        """Mark those of `rows` that say what the bank, or an earlier row, says already. One query."""
        ready = [row for row in rows if row.outcome == Outcome.READY]
        scope = Question.objects.filter(Q(owner=None) | Q(owner=self._batch.owner_id))
        numbers, digests = {row.number for row in ready if row.number}, {row.digest for row in ready}
        by_number, by_digest = {}, {}
        for known in scope.filter(Q(number__in=numbers) | Q(digest__in=digests)) if ready else []:
            by_number[known.number] = by_digest[known.digest] = str(known)
        for row in ready:
            if row.number and row.number in by_number:
                _doubles(row, "same-number", number=row.number, question=by_number[row.number])
            elif row.digest in by_digest:
                _doubles(row, "same-text", question=by_digest[row.digest])
            elif row.digest in self._seen:
                _doubles(row, "twice", line=str(self._seen[row.digest]))
            self._seen.setdefault(row.digest, row.line)


def _doubles(row: ImportEntry, reason: str, **values: str) -> None:
    row.outcome, row.reason, row.values = Outcome.DOUBLE, reason, values


BATCH = 200
LIMITS = Limits()
log = logging.getLogger(__name__)


def read(batch: Import, *, clock: Clock) -> None:
    """Read the whole file, keep its entries batch by batch, then let somebody confirm. Cut off, it goes on behind the
    entries it has.

    The file is read in a process of its own, so that nothing that is in it takes the worker's time and memory.
    """
    if batch.file.size > importing.MOST_BYTES:
        return _fail(batch, "too-large", {"limit": str(importing.MOST_BYTES // 1024 // 1024)}, clock)
    with batch.file.open("rb") as opened:
        data = opened.read()
    try:
        return _keep_all(batch, run_in_sandbox(partial(examine, batch, data), limits=LIMITS), clock)
    except TooHeavy:
        return _fail(batch, "too-heavy", {}, clock)
    except TooSlow:
        log.warning("reading took too long, it is tried again: import %s", batch.pk)
        return None
    except Failed:
        return _fail(batch, "broken", {}, clock)


def _keep_all(batch: Import, read_rows: Iterator[Row], clock: Clock) -> None:
    head = next(read_rows)
    if "refused" in head:
        return _fail(batch, head["refused"], head["values"], clock)
    batch.touch(now=clock(), format=head["format"], encoding=head["encoding"][:40], total=head["total"])
    comparer = Comparer(batch)
    for start, some in _batches(read_rows):
        rows = [_row(batch, one) for one in some]
        comparer.compare(rows)
        if not _keep(batch, start, rows, clock):
            return None
    batch.enter(Import.Status.READ, now=clock())
    return None


def _row(batch: Import, row: Row) -> ImportEntry:
    """Return the row of an entry, with the files that it shows put aside."""
    for path, content in row.pop("files").items():
        pictures.put_aside(path, b64decode(content))
    return ImportEntry(batch=batch, **row)


def _fail(batch: Import, reason: str, values: Mapping[str, object], clock: Clock) -> None:
    """Fail: the file cannot be read: what was kept of it so far goes."""
    ImportEntry.objects.filter(batch=batch).delete()
    batch.touch(now=clock(), status=Import.Status.FAILED, problem=reason[:60], values=readable(dict(values)))


def _batches(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    every, start = iter(rows), 0
    while some := list(islice(every, BATCH)):
        yield start, some
        start += len(some)


@transaction.atomic
def _keep(batch: Import, start: int, rows: list[ImportEntry], clock: Clock) -> bool:
    """Keep the rows behind `start`, unless they are kept already. False where somebody else has finished the work."""
    held = Import.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.pk)
    if held.status != Import.Status.READING:
        return False
    if held.handled == start:
        ImportEntry.objects.bulk_create(rows)
        held.touch(now=clock(), handled=start + len(rows))
    return True
