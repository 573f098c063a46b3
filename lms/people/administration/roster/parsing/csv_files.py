"""Rows of a CSV file, whichever its encoding and delimiter, losing none silently. Pure."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

from lms.foundation.interface.decoding import decoded

from .table import LONGEST_CELL, Line, Unreadable, bounded

DELIMITERS = (",", ";", "\t", "|", "،", "؛", "፤", "፣", "~", "^", ":")
"""In doubt the first."""
LOOKED_AT = 30
"""Lines that say which delimiter a file has."""
_NAMED = re.compile(r'^"?sep=(.)"?$', re.I)
"""The line by which Excel is told the delimiter; it shows none of it."""


def text_of(data: bytes) -> str:
    """Return the text of a file, see `lms.foundation.interface.decoding`. Raises `Unreadable`."""
    try:
        return decoded(data, errors="strict")[0]
    except UnicodeDecodeError:
        raise Unreadable("letters") from None


def lines(data: bytes, longest: int = LONGEST_CELL) -> Iterator[Line]:
    """Yield the rows of the file, also the empty ones. Raises `Unreadable`."""
    for row, cells in rows(text_of(data)):
        if isinstance(cells, str):
            yield bounded(row, [cells], "quotation", longest)
        else:
            yield bounded(row, cells, longest=longest)


def rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """Return the rows of a CSV text with their numbers; one that cannot be read is its first line instead of cells.

    After such a row reading goes on with the next line, so that one stray quotation mark costs one line.
    """
    physical = _lines(text)
    named = _NAMED.match(physical[0].strip("\n")) if physical else None
    if named:
        return _rows(physical[1:], named[1])
    return _rows(physical, _delimiter(physical))


def _rows(physical: list[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    start, row = 0, 0
    while start < len(physical):
        reader = csv.reader(
            (physical[place] for place in range(start, len(physical))), delimiter=delimiter, strict=True
        )
        before = 0
        try:
            for cells in reader:
                row, before = row + 1, reader.line_num
                yield row, cells
            return
        except csv.Error:
            row, start = row + 1, start + before + 1
            yield row, physical[start - 1].strip("\n")


def _lines(text: str) -> list[str]:
    """Return the physical lines: only LF, CR LF and CR end one, as csv counts them."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = unified.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _delimiter(physical: list[str]) -> str:
    """Return the delimiter by which most of the first rows have the same number of cells, and many of them.

    One with which the first row cannot be read is none: then its cells stand in quotation marks behind another.
    """
    sample = [line for line in physical[: LOOKED_AT * 10] if line.strip()][:LOOKED_AT]
    parsed = {delimiter: [cells for _row, cells in _rows(sample, delimiter)] for delimiter in DELIMITERS}
    possible = [delimiter for delimiter, found in parsed.items() if found and isinstance(found[0], list)]
    return max(possible or DELIMITERS, key=lambda delimiter: _consistency(parsed[delimiter]))


def _consistency(found: list[list[str] | str]) -> int:
    widths = Counter(len(cells) for cells in found if isinstance(cells, list))
    return max(((width - 1) * number for width, number in widths.items()), default=0)
