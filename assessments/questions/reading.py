"""The first step of an import: what a file says, made safe and checked, becomes rows. Nothing is written to the bank."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import transaction

from lms.plugins.content_format import ContentFormat, content_formats, guess

from . import importing
from .checking import Checked, Checker
from .formats.draft import Category as CategoryLine
from .formats.draft import Description, Draft, Entry, Reading, Refused
from .sanitising import readable
from .transfers import Import, ImportEntry, touch

BATCH = 200
Outcome = ImportEntry.Outcome


def read(pk: int, *, clock: importing.Clock) -> None:
    """Read the whole file, keep its entries batch by batch, then let somebody confirm. Cut off, it goes on behind the entries it has."""
    batch = Import.objects.select_related("category", "owner", "locale", "by").get(pk=pk)
    found = _found(batch)
    if isinstance(found, Refused):
        return _fail(batch, found, clock)
    entries = [entry for entry in found.entries if not isinstance(entry, CategoryLine)]
    if len(entries) > importing.MOST_QUESTIONS:
        return _fail(batch, Refused("too-many", {"limit": str(importing.MOST_QUESTIONS)}), clock)
    touch(batch, now=clock(), format=batch.format, encoding=found.encoding[:40], total=len(entries))
    checker = Checker(batch)
    for start, some in _batches(entries):
        rows = [_row(batch, place, entry, checker) for place, entry in enumerate(some, start=start + 1)]
        checker.compare(rows)
        if not _keep(batch, start, rows, clock):
            return None
    if not entries:
        return _fail(batch, Refused("empty"), clock)
    touch(batch, now=clock(), status=Import.Status.READ, handled=0, reached=0)
    return None


def _found(batch: Import) -> Reading | Refused:
    """What the file says, or why it cannot be read at all."""
    if batch.file.size > importing.MOST_BYTES:
        return Refused("too-large", {"limit": str(importing.MOST_BYTES // 1024 // 1024)})
    with batch.file.open("rb") as opened:
        data = opened.read()
    kind = _format(batch, data)
    if kind is None:
        return Refused("unknown-format")
    batch.format = kind.slug
    reading: Reading = kind.read(data, name=batch.name)
    return reading.fatal or reading


def _format(batch: Import, data: bytes) -> ContentFormat | None:
    if batch.format:
        return content_formats.find(batch.format)
    return guess(data, name=batch.name, among=content_formats)


def _fail(batch: Import, why: Refused, clock: importing.Clock) -> None:
    touch(batch, now=clock(), status=Import.Status.FAILED, problem=why.reason[:60], values=readable(dict(why.values)))


def _batches(entries: Iterable[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    every, start = iter(entries), 0
    while some := list(islice(every, BATCH)):
        yield start, some
        start += len(some)


@transaction.atomic
def _keep(batch: Import, start: int, rows: list[ImportEntry], clock: importing.Clock) -> bool:
    """Keep the rows behind `start`, unless they are kept already. False where somebody else has finished the work."""
    held = Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if held.status != Import.Status.READING:
        return False
    if held.handled == start:
        ImportEntry.objects.bulk_create(rows)
        touch(held, now=clock(), handled=start + len(rows))
    return True


def _row(batch: Import, place: int, entry: Entry, checker: Checker) -> ImportEntry:
    row = ImportEntry(batch=batch, place=place, line=max(0, entry.line))
    if isinstance(entry, Draft):
        return _filled(row, entry, checker.check(entry))
    if isinstance(entry, Refused):
        kind = entry.type or ""
        values = {"type": kind, **entry.values}
        return _said(row, Outcome.REFUSED, entry.reason, values, name=entry.name, kind=kind, path=entry.path)
    text = entry.text if isinstance(entry, Description) else ""
    return _said(row, Outcome.TOLD, "description", {}, name=getattr(entry, "name", "") or text[:80])


def _filled(row: ImportEntry, draft: Draft, checked: Checked) -> ImportEntry:
    outcome = Outcome.REFUSED if checked.reason else Outcome.READY
    _said(row, outcome, checked.reason, checked.values, name=draft.name or checked.words, kind=draft.kind, path=draft.place)
    row.draft, row.number, row.digest = checked.draft, checked.number, checked.digest
    return row


def _said(row: ImportEntry, outcome: str, reason: str, values: Mapping[str, Any], **about: str) -> ImportEntry:
    row.outcome, row.reason = outcome, reason[:60]
    row.values = readable({name: str(value)[:500] for name, value in values.items()})
    row.name, row.kind, row.path = (
        readable(about["name"])[:255],
        readable(about.get("kind", ""))[:80],
        readable(about.get("path", ""))[:255],
    )
    return row
