"""Rows that were sent, each put where its own is now: a colleague may have added or taken out others meanwhile."""

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.http import QueryDict

from .rows import PARTS, RowsWidget

if TYPE_CHECKING:
    from django.forms import BaseForm

Sent = dict[str, list[str]]


def sent_ids(data: QueryDict, prefix: str) -> list[str]:
    """Return the ids of the rows that were sent, in order; of a new one there is none."""
    return [row["id"][0] for _number, row in sorted(_rows(data, prefix).items()) if row.get("id", [""])[0]]


def aligned(data: QueryDict, fresh: Any, *, own: bool) -> QueryDict:
    """Return the same rows in the order of `fresh`, the formset of those that are there. One that was not sent is as it
    was saved. One that is there no more, or new, comes last: it has no id, and where the case is not the reader's `own`
    to add to, it is left out.
    """
    rows = _rows(data, fresh.prefix)
    by_id = {row["id"][0]: row for row in rows.values() if "id" in row}
    there = {form.thing["id"]: form for form in fresh.forms if form.thing.get("id")}
    found = [by_id.get(id) or _values(form) for id, form in there.items()]
    others = [row for _number, row in sorted(rows.items()) if row.get("id", [""])[0] not in there]
    if own:
        others = [row for row in others if not (row.get("id", [""])[0] and "DELETE" in row)]
        found += [{name: texts for name, texts in row.items() if name not in ("id", "was")} for row in others]
    kept = data.copy()
    for name in [name for name in kept if name.startswith(f"{fresh.prefix}-")]:
        del kept[name]
    for number, row in enumerate(found):
        for name, texts in row.items():
            kept.setlist(f"{fresh.prefix}-{number}-{name}", texts)
    kept[f"{fresh.prefix}-TOTAL_FORMS"], kept[f"{fresh.prefix}-INITIAL_FORMS"] = str(len(found)), str(len(there))
    return kept


def _rows(data: QueryDict, prefix: str) -> dict[int, Sent]:
    """Return the fields of each row, by its number."""
    found: dict[int, Sent] = defaultdict(dict)
    for name, texts in data.lists():
        if match := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(.+)", name):
            found[int(match[1])][match[2]] = texts
    return found


def _values(form: "BaseForm") -> Sent:
    """Return the row as a browser would send it."""
    found: Sent = {}
    for field in form:
        value = field.value()
        if isinstance(field.field.widget, RowsWidget):
            for number, row in enumerate(value or ()):
                found |= {f"{field.name}-{number}-{part}": [str(text)] for part, text in zip(PARTS, row, strict=True)}
        elif isinstance(value, list | tuple):
            found[field.name] = [str(one) for one in value]
        elif value not in (None, "", False):
            found[field.name] = ["on" if value is True else str(value)]
    return found
