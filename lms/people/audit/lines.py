"""Entries as people and spreadsheets read them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.utils.translation import gettext as _

from lms.plugins.spreadsheets import csv_lines, defuse

from ..models import User
from .models import AuditEntry
from .search import named


@dataclass(frozen=True)
class Line:
    """An entry in words. `by` and `person` are pairs of name and service number; of somebody who is gone, and of
    nobody, a word and nothing.
    """

    entry: AuditEntry
    action: str
    by: tuple[str, str]
    person: tuple[str, str]
    details: list[tuple[str, str]]


def line(entry: AuditEntry) -> Line:
    """`entry` in words; asks nothing of the database where the people were selected with it."""
    return Line(
        entry=entry,
        action=named(entry.action),
        by=_who(entry.by_id, entry.by),
        person=_who(entry.person_id, entry.person),
        details=[(name.replace("_", " "), _said(value)) for name, value in entry.data.items()],
    )


def _who(number: int | None, person: User | None) -> tuple[str, str]:
    if person is not None:
        return person.name, person.service_number
    return (_("somebody who is gone (%(number)s)") % {"number": number}, "") if number else ("", "")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_csv(entries: Iterable[AuditEntry], *, zone: tzinfo) -> Iterator[str]:
    """The file line by line, with a byte order mark so that spreadsheets read it as UTF-8; times as ISO 8601."""
    written = csv_lines()
    labels = (
        _("Time"),
        _("What was done"),
        _("Who did it"),
        _("Service number of who did it"),
        _("About whom"),
        _("Service number of whom it is about"),
        _("Institution"),
        _("Page"),
        _("Device"),
        _("Details"),
    )
    yield "\ufeff" + written([defuse(label) for label in labels])
    for entry in entries:
        said = line(entry)
        at = entry.at.astimezone(zone).isoformat(timespec="seconds")
        place = entry.institution.local_name() if entry.institution else ""
        texts = [said.action, *said.by, *said.person, place, entry.page, entry.client]
        yield written([at, *map(defuse, texts), defuse(json.dumps(entry.data, ensure_ascii=False))])
