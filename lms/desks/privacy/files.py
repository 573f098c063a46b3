"""Personal data of a person as a PDF to read on paper, made in the background."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import IO, Any

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.files.kinds import FileKind, Told
from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset
from lms.foundation.interface.words import full_date
from lms.foundation.plugins.personal_data import Reader
from lms.people.audit.services import note
from lms.people.directory.models import User

from .export import export
from .labels import label, text_of

MOST_LINES = 1_000
"""Lines of the whole paper, shared out among the kinds: a thousand take about a second of the processor, and
somebody waits. The file of JSON has everything.
"""
MOST_TEXT = 2_000
"""Characters of one value."""
_LINE = 100
"""Characters that count as one line."""


class PersonalDataPaper(FileKind[tuple[User, Reader]]):
    """The PDF for the person, or for staff who manage their account. Asked: {"person": key}."""

    slug = "personal_data"
    ending = "pdf"
    content_type = "application/pdf"

    def find(self, by: User, asked: Mapping[str, object]) -> tuple[User, Reader]:
        if asked["person"] == by.pk:
            return by, Reader.THE_PERSON
        return get_object_or_404(User.objects.managed_by(by), pk=asked["person"]), Reader.STAFF

    def title(self, found: tuple[User, Reader]) -> str:
        person, reader = found
        return (
            _("Data held about you")
            if reader is Reader.THE_PERSON
            else _("Data held about %(name)s") % {"name": person.name}
        )

    def name(self, found: tuple[User, Reader]) -> str:
        return f"personal-data-{timezone.localdate():%Y-%m-%d}"

    def write(self, found: tuple[User, Reader], file: IO[bytes], *, by: User, told: Told) -> None:
        person, reader = found
        held = export(person, reader=reader, now=timezone.now())
        file.write(pdf(held, person=person, on=timezone.localdate()))

    def note(self, found: tuple[User, Reader], *, by: User, now: datetime) -> None:
        note("personal_data_exported", by=by, person=found[0], now=now)

    def about(self, found: tuple[User, Reader]) -> User:
        return found[0]


def pdf(held: Mapping[str, Any], *, person: User, on: date) -> bytes:
    """Print the result of `export.export` on A4: of each kind the newest rows as far as there is room, one
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
            text = text_of(value)
            yield (
                fonts.drawable(label(name, names)),
                fonts.drawable(text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"),
            )
