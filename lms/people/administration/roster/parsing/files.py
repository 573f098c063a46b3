"""A file of people as rows: CSV or XLSX, by its bytes. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from lms.foundation.plugins.people_sources.rows import MOST_ROWS

from . import csv_files
from .headings import LOOKED_AT, heading_in
from .table import LONGEST_CELL, MOST_EMPTY, Line, Unreadable

_OLD_EXCEL, _WORKBOOK = b"\xd0\xcf\x11\xe0", b"PK"
Judge = Callable[[list[Line]], bool]
MOST_TEXT = 10_000_000
"""Characters of all rows."""


def _names_people(head: list[Line]) -> bool:
    return heading_in(head) is not None


def lines_of(data: bytes, *, has_heading: Judge = _names_people, longest: int = LONGEST_CELL) -> Iterator[Line]:
    """Yield the rows of a file that are not empty, of cells with at most `longest` characters. `has_heading` decides
    which sheet of a workbook is meant. Raises `Unreadable`.
    """
    if data.startswith(_OLD_EXCEL):
        raise Unreadable("old-excel")
    every = _of_workbook(data, has_heading, longest) if data.startswith(_WORKBOOK) else csv_files.lines(data, longest)
    number = empty = text = 0
    for line in every:
        empty = empty + 1 if line.is_empty else 0
        number += not empty
        text += sum(map(len, line.cells))
        if number > MOST_ROWS + LOOKED_AT:
            raise Unreadable("too-many-rows", most=MOST_ROWS)
        if text > MOST_TEXT:
            raise Unreadable("too-heavy")
        if empty > MOST_EMPTY:
            return
        if not empty:
            yield line


def _of_workbook(data: bytes, has_heading: Judge, longest: int) -> Iterator[Line]:
    from . import workbooks  # its library is large, and most processes never open one

    return workbooks.lines(data, has_heading, LOOKED_AT, longest)


def as_json(data: bytes) -> Iterator[Any]:
    """Yield the lines of `lines_of` as a separate process hands them on: [row, cells, problem]; {reason, values} at the
    end of a file that is no list of people.
    """
    try:
        for line in lines_of(data):
            yield [line.row, line.cells, line.problem]
    except Unreadable as error:
        yield {"reason": error.reason, "values": error.values}
