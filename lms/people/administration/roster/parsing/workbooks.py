"""Rows of an XLSX workbook as its sheet shows them. Pure; read in a process of its own
(`lms.foundation.work.sandbox`).
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from itertools import repeat
from operator import is_
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import column_index_from_string

from .table import LONGEST_CELL, MOST_COLUMNS, MOST_EMPTY, Line, Unreadable, bounded

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 300 * 1024 * 1024
"""Of all parts of a workbook, unpacked."""
MOST_PARTS = 2000
MOST_SHEETS = 30
MOST_MERGED = 50_000
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CHUNK = 1024 * 1024
_ZEROS = re.compile(r"0{2,}")

Judge = Callable[[list[Line]], bool]
"""Do these first rows of a sheet have the heading of a list of people?"""


def lines(data: bytes, has_heading: Judge, looked_at: int, longest: int = LONGEST_CELL) -> Iterator[Line]:
    """Yield the rows of the first visible sheet that has a heading; if none has, of the first that is not empty.

    Formulas are the values that they had when the file was saved; macros and links to other files are not looked at.
    Raises `Unreadable`.
    """
    _check(data)
    try:
        workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"][:MOST_SHEETS]
        sheet = _chosen(sheets, has_heading, looked_at)
        merged = _merged(data, getattr(sheet, "_worksheet_path", "")) if sheet is not None else {}
    except MemoryError:
        raise
    except Exception:
        raise Unreadable("not-a-workbook") from None
    if sheet is None:
        raise Unreadable("empty")
    yield from _filled(_rows(sheet, longest), merged)


def _check(data: bytes) -> None:
    """Raise `Unreadable` for a file that is no archive, or unfolds to more than a list of people could be."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise Unreadable("not-a-workbook") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Unreadable("workbook-too-large")


def _chosen(sheets: list[object], has_heading: Judge, looked_at: int) -> object:
    first = None
    for sheet in sheets:
        head = []
        for line in _rows(sheet):
            if not line.is_empty:
                head.append(line)
            if len(head) == looked_at:
                break
        if head and has_heading(head):
            return sheet
        first = first if first is not None or not head else sheet
    return first


def _rows(sheet: "Worksheet", longest: int = LONGEST_CELL) -> Iterator[Line]:
    """Yield the rows that the file has. Rows that it leaves out cost nothing, however high the next number."""
    sheet.reset_dimensions()  # what a file says of its own size is not to be relied on
    missing = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        missing = missing + 1 if all(map(is_, cells, repeat(EMPTY_CELL))) else 0
        if missing > MOST_EMPTY:
            return
        if not missing:
            yield bounded(number, [text_of(cell) for cell in cells], longest=longest)


def text_of(cell: Any) -> str:
    """Return the text of a cell as a list of people means it: 123.0 is 123, and zeros that only the format shows are
    there.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, getattr(cell, "number_format", "") or "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number(value: float, shown_as: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    with suppress(OverflowError, ValueError):
        text = str(int(value))
        return text.zfill(len(shown_as)) if _ZEROS.fullmatch(shown_as) else text
    return ""


def _merged(data: bytes, path: str) -> dict[tuple[int, int], int]:
    """Return the last row of each group of cells merged downwards, by row and column of its first cell; columns from
    zero.
    """
    found: dict[tuple[int, int], int] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(path.lstrip("/")) as sheet:
        rest = b""
        while chunk := sheet.read(_CHUNK):
            for left, first, _right, last in _MERGED.findall(rest + chunk):
                if int(last) > int(first) and len(found) < MOST_MERGED:
                    found[int(first), column_index_from_string(left.decode()) - 1] = int(last)
            rest = (rest + chunk)[-200:]
    return found


def _filled(rows: Iterator[Line], merged: dict[tuple[int, int], int]) -> Iterator[Line]:
    """Yield the rows with each cell of a group merged downwards filled from its first one, in rows that have other text
    too.
    """
    open_: dict[int, tuple[str, int]] = {}
    for line in rows:
        cells = list(line.cells)
        if open_ and not line.is_empty:
            for column, (text, last) in open_.items():
                if line.row <= last and column < len(cells) and not cells[column]:
                    cells[column] = text
        for column, cell in enumerate(cells):
            if (line.row, column) in merged:
                open_[column] = cell, merged[line.row, column]
        yield Line(line.row, tuple(cells), line.problem) if merged else line
