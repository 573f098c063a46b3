"""Examination of a file of questions in a process of its own: the format, then line by line the outcome of each
question. Without database.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from assessments.formats.draft import MOST_QUESTIONS, Description, Draft, Entry, Reading, Refused
from assessments.formats.draft import Category as CategoryLine
from lms.foundation.plugins.content_format import ContentFormat, content_formats, guess

from .checks import CheckedDraft, Checker
from .models import Import, ImportEntry
from .sanitiser import readable

Outcome = ImportEntry.Outcome
Row = dict[str, Any]
"""The fields of an `ImportEntry`, and in base64 the `files` that it shows and that no row before it has shown."""


def examine(batch: Import, data: bytes) -> Iterator[Row]:
    """Yield first what the file is, and how many rows follow, or why it cannot be read; then a row for each of its
    entries.
    """
    kind = format_of(batch.format, data, name=batch.name)
    reading = kind.read(data, name=batch.name) if kind else Reading(fatal=Refused("unknown-format"))
    entries = [entry for entry in reading.entries if not isinstance(entry, CategoryLine)]
    refused = reading.fatal or _whole(entries)
    if refused or kind is None:
        yield {"refused": refused.reason, "values": dict(refused.values)} if refused else {}
        return
    yield {"format": kind.slug, "encoding": reading.encoding, "total": len(entries)}
    checker, sent = Checker(batch), set[str]()
    for place, entry in enumerate(entries, start=1):
        row, files = row_of(place, entry, checker)
        yield row | {
            "files": {path: b64encode(content).decode() for path, content in files.items() if path not in sent}
        }
        sent |= files.keys()


def format_of(slug: str | None, data: bytes, *, name: str) -> ContentFormat | None:
    """Return the format with that slug; without one, the format that the file seems to have."""
    return content_formats.find(slug) if slug else guess(data, name=name, among=content_formats)


def _whole(entries: list[Entry]) -> Refused | None:
    """Return the reason why a file cannot be imported although each line can be read; None where it can."""
    if len(entries) > MOST_QUESTIONS:
        return Refused("too-many", {"limit": str(MOST_QUESTIONS)})
    return None if entries else Refused("empty")


def row_of(place: int, entry: Entry, checker: Checker) -> tuple[Row, Mapping[str, bytes]]:
    """Return an entry as the fields of its row, and the files that it shows."""
    at = {"place": place, "line": max(0, entry.line)}
    if isinstance(entry, Draft):
        checked = checker.check(entry)
        return at | _of_draft(entry, checked), checked.files
    if isinstance(entry, Refused):
        values = {"type": entry.type or "", **entry.values}
        return at | _entry_row(
            Outcome.REFUSED, entry.reason, values, name=entry.name, kind=entry.type or "", path=entry.path
        ), {}
    text = entry.text if isinstance(entry, Description) else ""
    return at | _entry_row(Outcome.TOLD, "description", {}, name=getattr(entry, "name", "") or text[:80]), {}


def _of_draft(draft: Draft, checked: CheckedDraft) -> Row:
    outcome = Outcome.REFUSED if checked.reason else Outcome.READY
    fields = _entry_row(
        outcome, checked.reason, checked.values, name=draft.name or checked.words, kind=draft.kind, path=draft.place
    )
    return fields | {"draft": checked.draft, "number": checked.number, "digest": checked.digest}


def _entry_row(
    outcome: str, reason: str, values: Mapping[str, object], *, name: str, kind: str = "", path: str = ""
) -> Row:
    return {
        "outcome": str(outcome),
        "reason": reason[:60],
        "values": readable({name: str(value)[:500] for name, value in values.items()}),
        "name": readable(name)[:255],
        "kind": readable(kind)[:80],
        "path": readable(path)[:255],
    }
