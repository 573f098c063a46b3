"""Rows as files: CSV that streams, and spreadsheets; in both no text of ours can start a formula."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Protocol

from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.tables.columns import kinds_of
from lms.foundation.interface.tables.files import csv_writers, sheet_response
from lms.foundation.plugins.report import Column, Row
from lms.foundation.text.spreadsheets import csv_lines, defuse
from lms.people.audit.services import note

from .audit import EXPORT
from .file_description import FileDescription

TOLD = "csv-filters"
"""CSV in which each row says the filters, the moment and the time zone; plain CSV says them in its name alone."""
MOST_AT_ONCE = 5000
"""Rows of a file that is made while its reader waits; a longer one is made in the background."""
FILES = {"xlsx": "XLSX", "csv": "CSV", TOLD: gettext_lazy("CSV with filters in columns")}


class Asked(Protocol):
    """A question as files need it (`tables.question.Question`); the description is read once the rows are."""

    @property
    def file_columns(self) -> list[Column]: ...

    @property
    def description(self) -> FileDescription: ...

    def file_rows(self) -> Iterable[Row]: ...


class TooLong(Exception):
    """More rows than `MOST_AT_ONCE`."""


def csv_texts(columns: list[Column], rows: Iterable[Row], description: FileDescription | None = None) -> Iterator[str]:
    """Return the file line by line, with a byte order mark so that spreadsheets read it as UTF-8.

    With `description`, three columns at the end of each row say of what it is: the file is a table of equal rows either
    way.
    """
    writers = [(column.slug, write) for column, write in zip(columns, csv_writers(kinds_of(columns)), strict=True)]
    line = csv_lines()
    names = [_("Filters"), _("Made"), _("Time zone")] if description else []
    about = (
        [defuse(text) for text in (description.filters, description.moment, description.zone_name)]
        if description
        else []
    )
    heading = line([defuse(str(label)) for label in (*(column.label for column in columns), *names)])

    def texts() -> Iterator[str]:
        yield "\ufeff" + heading
        for row in rows:
            yield line([*(write(row.cells[slug]) for slug, write in writers), *about])

    return texts()


def csv_response(
    description: FileDescription, columns: list[Column], rows: Iterable[Row], *, told: bool = False
) -> HttpResponseBase:
    texts = csv_texts(columns, rows, description if told else None)
    response = StreamingHttpResponse(_in_pieces(texts), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{description.name}.csv")
    return response


def _in_pieces(texts: Iterable[str], size: int = 16384) -> Iterator[bytes]:
    """Yield `texts` in pieces of about `size` characters, since each piece costs a write to the network."""
    kept: list[str] = []
    length = 0
    for text in texts:
        kept.append(text)
        length += len(text)
        if length >= size:
            yield "".join(kept).encode()
            kept, length = [], 0
    yield "".join(kept).encode()


def xlsx_response(description: FileDescription, columns: list[Column], rows: Iterable[Row]) -> HttpResponseBase:
    from .spreadsheets import write_sheet  # its library is large, and most processes never write one

    def write(file: IO[bytes]) -> None:
        write_sheet(file, description.title, columns, rows, description)

    return sheet_response(description.name, write)


def file_response(extension: str, question: Asked) -> HttpResponseBase:
    """Show the rows of `question` as a file of the kind that `extension` names, which is noted. Raises `TooLong`."""
    columns, every = question.file_columns, iter(question.file_rows())
    rows = list(islice(every, MOST_AT_ONCE + 1))
    if len(rows) > MOST_AT_ONCE:
        raise TooLong
    description = question.description
    note(EXPORT, now=timezone.now(), report=description.slug, file=extension)
    if extension == "xlsx":
        return xlsx_response(description, columns, rows)
    return csv_response(description, columns, rows, told=extension == TOLD)
