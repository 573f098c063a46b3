"""Marks and pairs of marks read from a plain table (CSV). Pure.

Comma, semicolon or tab between cells; decimal point, or decimal comma where cells are not parted by commas; UTF-8 with
or without a byte order mark. Whatever is wrong ends in `TableError`, whose sentence names row and column as a
spreadsheet counts them.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TextIO

from .sheet import Mark, Sheet

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")
"""Arabic-Indic digits, both forms, their decimal separator, and the minus sign that is no hyphen."""


class TableError(ValueError):
    """The table cannot be read. The message says where, and what to do."""


@dataclass(frozen=True)
class FileRow:
    """One row of the table: its number, from 1, and its cells."""

    number: int
    cells: Sequence[str]


def read_marks(file: TextIO, *, empty: str = "zero") -> Sheet:
    """Return the marks in `file`: one row per attempt, one column per question, the first row of numbers being the
    maximum marks.

    A row of names may come before. An empty cell is a question that was not answered and earned nothing
    (`empty="zero"`, as Moodle treats it), or one that was not part of this attempt (`empty="absent"`). Raises
    `TableError`.
    """
    lines = _lines(file)
    names, first = _headed(lines)
    maxima = _maxima(first)
    titles = _titles(names, len(maxima))
    sheet = Sheet()
    for title, maximum in zip(titles, maxima, strict=True):
        sheet.place(title, maximum)
    for line in lines:
        marks = _marks(line, maxima)
        sheet.add(
            Mark(title, title, mark or 0.0, maximum)
            for title, mark, maximum in zip(titles, marks, maxima, strict=True)
            if mark is not None or empty == "zero"
        )
    return sheet


def read_pairs(file: TextIO) -> list[tuple[float | None, float | None]]:
    """Return pairs of marks before and after: the columns `pre` and `post`, in that order where no row of names says
    otherwise.

    An empty cell is a test that was not taken. Raises `TableError`.
    """
    lines = _lines(file)
    names, first = _headed(lines)
    before, after = _columns(names)
    pairs = []
    for line in chain([first] if first else [], lines):
        cells = [_number(line, index) if index < len(line.cells) else None for index in (before, after)]
        if names is None and any(cell.strip() for cell in line.cells[2:]):
            raise TableError(
                f"Row {line.number} has {len(line.cells)} cells: only two are expected, the marks before and after."
            )
        pairs.append((cells[0], cells[1]))
    return pairs


def _lines(file: TextIO) -> Iterator[FileRow]:
    """Yield the rows that are not empty. What parts the cells is told from the first of them."""
    try:
        above, start = next(
            ((number, line) for number, line in enumerate(file) if line.strip("\ufeff \t\r\n,;")), (0, "")
        )
        start = start.lstrip("\ufeff")
        rows = csv.reader(chain([start], file), delimiter=_delimiter(start), strict=True)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield FileRow(above + rows.line_num, row)
    except UnicodeDecodeError:
        raise TableError("The file is not UTF-8 text. Save it as “CSV UTF-8” and try again.") from None
    except csv.Error as error:
        raise TableError(
            f"The file is no table of plain cells ({error}). Save it as “CSV UTF-8” and try again."
        ) from None


def _delimiter(line: str) -> str:
    return next((sign for sign in (";", "\t") if sign in line), ",")


def _headed(lines: Iterator[FileRow]) -> tuple[FileRow | None, FileRow | None]:
    """Return the row of names, where there is one, and the first row of numbers.

    A row is one of names if no cell of it is a number.
    """
    first = next(lines, None)
    if first is None or any(_value(cell) is not None for cell in first.cells):
        return None, first
    return first, next(lines, None)


def _maxima(first: FileRow | None) -> list[float]:
    if first is None:
        raise TableError("The file has no row of numbers. The first row must give the maximum mark of each question.")
    number = max(index for index, cell in enumerate(first.cells, start=1) if cell.strip())
    maxima = []
    for index in range(number):
        maximum = _number(first, index)
        if maximum is None or maximum < 0:
            raise TableError(
                f"Row {first.number}, column {index + 1}: give the maximum mark of the question, 0 or more."
            )
        maxima.append(maximum)
    return maxima


def _titles(names: FileRow | None, number: int) -> list[str]:
    """Return a name for each question, none of them twice: Q1, Q2 … where the table gives none."""
    given = [cell.strip() for cell in names.cells] if names else []
    if len(given) > number and any(given[number:]):
        raise TableError(
            f"Row {names.number if names else 1} names {len(given)} questions, but there are maximum marks for "
            f"{number}."
        )
    given += [""] * (number - len(given))
    titles = [title or f"Q{index}" for index, title in enumerate(given[:number], start=1)]
    for index, title in enumerate(titles):
        if title in titles[:index]:
            raise TableError(f"Two columns are called “{title}”. Give each question a name of its own.")
    return titles


def _marks(line: FileRow, maxima: Sequence[float]) -> list[float | None]:
    if any(cell.strip() for cell in line.cells[len(maxima) :]):
        raise TableError(
            f"Row {line.number} has {len(line.cells)} cells, but there are {len(maxima)} questions. Take out what is "
            "too much."
        )
    if len(line.cells) < len(maxima):
        raise TableError(
            f"Row {line.number} ends after cell {len(line.cells)}, but there are {len(maxima)} questions. Leave cells "
            "empty, not out."
        )
    marks = [_number(line, index) for index in range(len(maxima))]
    for index, (mark, maximum) in enumerate(zip(marks, maxima, strict=True), start=1):
        if mark is not None and mark > maximum:
            raise TableError(
                f"Row {line.number}, column {index}: {mark:g} is more than the maximum mark of this question, "
                f"{maximum:g}."
            )
    return marks


def _columns(names: FileRow | None) -> tuple[int, int]:
    if names is None:
        return 0, 1
    given = [cell.strip().lower() for cell in names.cells]
    missing = [name for name in ("pre", "post") if given.count(name) != 1]
    if missing:
        raise TableError(f"Row {names.number}: there must be one column called “{missing[0]}”.")
    return given.index("pre"), given.index("post")


def _number(line: FileRow, index: int) -> float | None:
    """Return the number in a cell; None for an empty one. Raises `TableError`."""
    cell = line.cells[index]
    if not cell.strip():
        return None
    value = _value(cell)
    if value is None:
        raise TableError(f"Row {line.number}, column {index + 1}: “{cell.strip()[:40]}” is not a number.")
    return value


def _value(cell: str) -> float | None:
    text = cell.strip().translate(DIGITS)
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    value = float(text) if NUMBER.fullmatch(text) else None
    return value if value is None or abs(value) <= 1e9 else None
