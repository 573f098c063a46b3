"""Personal data of a person as a PDF, for reading on paper."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset
from lms.foundation.interface.words import full_date
from lms.foundation.plugins.personal_data import Reader
from lms.people.directory.models import User

MOST_LINES = 1_000
"""Lines of the whole paper, shared out among the kinds: a thousand take about a second of the processor, and
somebody waits. The file of JSON has everything.
"""
MOST_TEXT = 2_000
"""Characters of one value."""
_LINE = 100
"""Characters that count as one line."""


def pdf(held: Mapping[str, Any], *, person: User, on: date) -> bytes:
    """Print the result of `exporting.export` on A4: of each kind the newest rows as far as there is room, one
    at least where the reader gets any, and how many there are.

    Characters that no font has are left out. Raises `lms.foundation.interface.paper.typesetting.CannotBeSet`.
    """
    kinds = [kind for kind in held["kinds"] if kind["number"] or kind["missing"]]
    room = MOST_LINES // max(len(kinds), 1)
    context = {
        "faces": fonts.faces(),
        "number": fonts.drawable(person.service_number),
        "name": fonts.drawable(person.name),
        "day": full_date(on),
        "for_staff": held["for"] == Reader.STAFF.value,
        "kinds": [_on_paper(kind, room) for kind in kinds],
    }
    return typeset(render_to_string("privacy/paper.html", context))


def _on_paper(kind: Mapping[str, Any], room: int) -> dict[str, object]:
    rows: list[list[tuple[str, str]]] = []
    for row in reversed(kind["rows"]):
        lines = list(_lines(row, kind["names"]))
        room -= sum(1 + len(text) // _LINE for _name, text in lines)
        if rows and room < 0:
            break
        rows.append(lines)
    return {
        "room": fonts.drawable(str(kind["room"])),
        "what": fonts.drawable(kind["what"]),
        "number": kind["number"],
        "missing": kind["missing"],
        "rows": rows,
    }


def _lines(row: Mapping[str, object], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of each value of `row` that is not empty. A text that is too long is cut, and ends
    in three dots.
    """
    for name, value in row.items():
        if value not in (None, ""):
            text = str(value)
            yield (
                fonts.drawable(names.get(name, name)),
                fonts.drawable(text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"),
            )
