"""Entries as people and spreadsheets read them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.text.spreadsheets import csv_lines, defuse

from ..directory.choices import Role
from ..directory.models import User
from .models import AuditEntry
from .search import action_name

NAMES: Mapping[str, Any] = {
    "accounts": gettext_lazy("Accounts"),
    "act": gettext_lazy("Action"),
    "asked": gettext_lazy("Wish"),
    "attempt": gettext_lazy("Attempt"),
    "away": gettext_lazy("Put away"),
    "cards": gettext_lazy("Cards"),
    "cohort": gettext_lazy("Cohort"),
    "conversation": gettext_lazy("Conversation"),
    "course": gettext_lazy("Course"),
    "days": gettext_lazy("Days"),
    "device": gettext_lazy("Device"),
    "due": gettext_lazy("Due date"),
    "fields": gettext_lazy("Fields"),
    "file": gettext_lazy("File"),
    "filters": gettext_lazy("Filters"),
    "holder": gettext_lazy("Holder of the role"),
    "known_to_others": gettext_lazy("Known to others"),
    "list": gettext_lazy("List of people"),
    "name": gettext_lazy("Name"),
    "on": gettext_lazy("On"),
    "plugin": gettext_lazy("Plugin"),
    "reason": gettext_lazy("Reason"),
    "report": gettext_lazy("Report"),
    "role": gettext_lazy("Role"),
    "rows": gettext_lazy("Rows"),
    "serial": gettext_lazy("Serial number"),
    "sheet": gettext_lazy("Sheet of cards"),
    "state": gettext_lazy("State"),
    "to": gettext_lazy("To"),
    "version": gettext_lazy("Version"),
}
"""What is noted of many actions, in words; the rest stands as it is noted."""
FIELDS: Mapping[str, Any] = {field.name: field for field in User._meta.concrete_fields}


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
    """Return `entry` in words; costs no query if the people were selected with it."""
    return Line(
        entry=entry,
        action=action_name(entry.action),
        by=_who(entry.by_id, entry.by),
        person=_who(entry.person_id, entry.person),
        details=[
            (str(NAMES.get(name) or name.replace("_", " ")), _said(name, value)) for name, value in entry.data.items()
        ],
    )


def _who(number: int | None, person: User | None) -> tuple[str, str]:
    if person is not None:
        return person.name, person.service_number
    return (_("somebody who is gone (%(number)s)") % {"number": number}, "") if number else ("", "")


def _said(name: str, value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_said(name, one) for one in value)
    if value is None or value == "":
        return "–"
    if isinstance(value, Mapping):
        return ", ".join(f"{NAMES.get(str(key), key)}: {_said(str(key), one)}" for key, one in value.items())
    if not isinstance(value, str):
        return str(value)
    if name == "fields" and value in FIELDS:
        return str(FIELDS[value].verbose_name)
    return str(dict(Role.choices).get(value, value)) if name == "role" else value


def as_csv(entries: Iterable[AuditEntry], *, zone: tzinfo) -> Iterator[str]:
    """Yield the file line by line, with a byte order mark so that spreadsheets read it as UTF-8; times as ISO 8601."""
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
