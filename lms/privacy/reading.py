"""What is held about a person as a PDF, for whoever reads and does not compute."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from lms.interface.paper import fonts
from lms.interface.paper.typesetting import typeset
from lms.interface.words import full_date
from lms.people.models import User

MOST_ROWS = 40
"""Rows of each kind, the newest: a page takes about a fifth of a second to set, and the file of JSON has them all."""
MOST_TEXT = 2_000
"""Characters of one value."""


def pdf(held: Mapping[str, Any], *, person: User, on: Any) -> bytes:
    """What `exporting.export` gave, on A4: of each kind the newest `MOST_ROWS` rows, and how many there are.

    Characters that no font has are left out. Raises `lms.interface.paper.typesetting.CannotBeSet`.
    """
    kinds = [kind for kind in held["kinds"] if kind["rows"]]
    context = {
        "faces": fonts.faces(),
        "number": _drawable(person.service_number),
        "name": _drawable(person.name),
        "day": full_date(on),
        "language": get_language() or settings.LANGUAGE_CODE,
        "rtl": get_language() == "ar",
        "kinds": [_on_paper(kind) for kind in kinds],
        "most": MOST_ROWS,
    }
    data, _pages = typeset(render_to_string("privacy/paper.html", context))
    return data


def _on_paper(kind: Mapping[str, Any]) -> dict[str, Any]:
    rows = kind["rows"][-MOST_ROWS:][::-1]
    return {
        "room": _drawable(str(kind["room"])),
        "what": _drawable(kind["what"]),
        "number": len(kind["rows"]),
        "left_out": len(kind["rows"]) - len(rows),
        "rows": [list(_lines(row)) for row in rows],
    }


def _lines(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if value not in (None, ""):
            yield name, _drawable(str(value))


def _drawable(text: str) -> str:
    """`text` as far as there are fonts; what is too long is cut, and says so by three dots."""
    odd = set(fonts.missing(text))
    drawn = "".join(sign for sign in text if sign not in odd)
    return drawn if len(drawn) <= MOST_TEXT else drawn[:MOST_TEXT] + "…"
