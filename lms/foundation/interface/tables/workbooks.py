"""Rows as a spreadsheet: one sheet of rows, written row by row, and one that says what it is."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from django.utils.translation import get_language_bidi
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lms.foundation.plugins.report import Column
from lms.foundation.text.spreadsheets import defuse

from .columns import Text, kinds_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LOOKED_AT = 200
"""From so many rows the width of a column is told: the others are not known yet when the first is written."""
NARROWEST, WIDEST, ROOM = 9, 48, 2.5
"""In characters of the sheet's font; the button of a filter needs some room, too."""
WIDE_SIGNS = 0x1200
"""From Ethiopic on, signs are wider than Latin ones."""


Facts = list[tuple[str, object]]


def write(
    file: IO[bytes],
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    about: tuple[str, Callable[[int], Facts]] | None = None,
) -> None:
    """Write a workbook of `rows`, which have a value for each of `columns`; texts are texts even if they look like a
    formula. `about` is the title of a second sheet, and its text for so many rows.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    try:
        number = _write_rows(sheet, columns, rows)
        if about is not None:
            _write_about(book.create_sheet(_sheet_name(about[0])), about[1](number))
    except Exception:
        book.save(BytesIO())  # saving is what takes away the temporary file into which rows are written
        raise
    book.save(file)


def _sheet_name(title: str) -> str:
    return re.sub(r"[\\/*?:\[\]']", " ", title)[:31]


def _write_rows(sheet: "Worksheet", columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> int:
    """Write the rows below their headings, which stay in view. Returns how many they are."""
    kinds = kinds_of(columns)
    values = ([kind.write(value) for value, kind in zip(row, kinds, strict=True)] for row in rows)
    first = list(islice(values, LOOKED_AT))
    headings = [defuse(str(column.label)) for column in columns]
    for place, heading in enumerate(headings):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _width(heading, [line[place] for line in first])
    sheet.sheet_view.rightToLeft = get_language_bidi()
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.append([_heading(sheet, heading) for heading in headings])
    number = _append(sheet, kinds, chain(first, values))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{number + 1}"
    return number


def _append(sheet: "Worksheet", kinds: list[Text], lines: Iterator[list[object]]) -> int:
    number = 0
    for line in lines:
        sheet.append([_cell(sheet, kind, value) for kind, value in zip(kinds, line, strict=True)])
        number += 1
    return number


def _width(heading: str, values: Sequence[object]) -> float:
    """Return the room for the longest value, and for the longest word of the heading, which is wrapped."""
    longest = max((_length(value) for value in values), default=0.0)
    word = max((_length(word) for word in heading.split()), default=0.0)
    return min(max(longest, word, _length(heading) / 3, NARROWEST), WIDEST) + ROOM


def _length(value: object) -> float:
    value = "" if value is None else value
    text = f"{value:.2f}" if isinstance(value, float) else str(value)
    return sum(1.4 if ord(sign) >= WIDE_SIGNS else 1.0 for sign in text[: 2 * WIDEST])


def _heading(sheet: object, text: str) -> object:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: object, kind: Text, value: object) -> object:
    number_format = "" if value is None else kind.sheet_format(value)
    if not number_format:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = number_format
    return cell


def _write_about(sheet: "Worksheet", facts: Facts) -> None:
    """Write a line for each of `facts`."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 60
    sheet.sheet_view.rightToLeft = get_language_bidi()
    for name, value in facts:
        sheet.append([_heading(sheet, name), defuse(value) if isinstance(value, str) else value])
