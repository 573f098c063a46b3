"""Rows of a report as a file: CSV and XLSX that grow on the disk, and PDF of few rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.template.loader import render_to_string

from lms.desks.reporting.exports.files import csv_texts
from lms.desks.reporting.named_reports import Exported
from lms.foundation.interface.tables.columns import kinds_of
from lms.foundation.interface.tables.files import SHEET_TYPE
from lms.foundation.plugins.report import Column, Row

from .models import Kind

MOST_ON_PAPER = 1000
"""Rows of a PDF, which is typeset in memory."""
WIDEST = 12
"""Columns of a sheet of paper. A table of figures that has more goes on in another one; other rows are blocks of
lines.
"""
TYPES = {
    Kind.PDF: ("pdf", "application/pdf"),
    Kind.XLSX: ("xlsx", SHEET_TYPE),
    Kind.CSV: ("csv", "text/csv"),
    Kind.CSV_WITH_FILTERS: ("csv", "text/csv"),
}


class TooLongForPaper(ValueError):
    """More rows than a PDF has."""


@dataclass(frozen=True)
class PaperCell:
    heading: str
    text: str
    numeric: bool


@dataclass(frozen=True)
class PaperLine:
    """Row of a table; one that `sums` up others stands out."""

    cells: list[PaperCell]
    sums: bool


@dataclass(frozen=True)
class PaperTable:
    """Part of the columns of a report, the first of which heads the rows of each part."""

    headings: list[str]
    lines: list[PaperLine]


def write(kind: str, file: IO[bytes], exported: Exported, rows: Iterable[Row], *, today: date) -> None:
    """Write `rows` of `exported` into `file`. Raises `TooLongForPaper`."""
    if kind == Kind.XLSX:
        from lms.desks.reporting.exports.spreadsheets import write_sheet  # its library is large

        write_sheet(file, exported.description.title, exported.columns, rows, exported.description)
    elif kind == Kind.PDF:
        file.write(_paper(exported, rows, today))
    else:
        told = exported.description if kind == Kind.CSV_WITH_FILTERS else None
        for text in csv_texts(exported.columns, rows, told):
            file.write(text.encode())


def _paper(exported: Exported, rows: Iterable[Row], today: date) -> bytes:
    from lms.foundation.interface.paper import fonts
    from lms.foundation.interface.paper.typesetting import typeset

    lines = _lines(exported.columns, rows, today, fonts.drawable)
    about, columns = exported.description, exported.columns
    in_blocks = len(columns) > WIDEST and not all(kind.is_numeric for kind in kinds_of(columns)[1:])
    headings = [fonts.drawable(str(column.label)) for column in columns]
    context = {
        "faces": fonts.faces(),
        "title": fonts.drawable(about.title),
        "chosen": [fonts.drawable(words) for words in about.chosen],
        "moment": about.now.astimezone(about.zone),
        "zone": about.zone_name,
        "lines": lines,
        "tables": [] if in_blocks else _parts(headings, lines),
        "notes": [fonts.drawable(note) for note in exported.notes],
        "landscape": len(columns) > 5,
    }
    return typeset(render_to_string("saved_reports/paper.html", context))


def _parts(headings: list[str], lines: list[PaperLine]) -> list[PaperTable]:
    """Return the table in parts of at most `WIDEST` columns."""
    return [
        PaperTable(
            [*headings[:1], *headings[first : first + WIDEST - 1]],
            [PaperLine([*line.cells[:1], *line.cells[first : first + WIDEST - 1]], line.sums) for line in lines],
        )
        for first in range(1, max(len(headings), 2), WIDEST - 1)
        if lines
    ]


def _lines(
    columns: Sequence[Column], rows: Iterable[Row], today: date, drawable: Callable[[str], str]
) -> list[PaperLine]:
    kinds, lines = kinds_of(columns), list[PaperLine]()
    for row in rows:
        if len(lines) == MOST_ON_PAPER:
            raise TooLongForPaper
        shown = [kind.show(row.cells[column.slug], today=today) for column, kind in zip(columns, kinds, strict=True)]
        cells = [
            PaperCell(str(column.label), drawable(text), kind.is_numeric)
            for column, kind, text in zip(columns, kinds, shown, strict=True)
        ]
        lines.append(PaperLine(cells, row.sums or row.total))
    return lines
