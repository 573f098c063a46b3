"""Reading a roster: from the bytes of a CSV file to records, losing no line silently. Pure."""

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lms.interface.decoding import decoded

COLUMNS = ("service_number", "name", "sex", "rank", "role_family", "language")
NEEDED = ("service_number", "name")


class Unreadable(ValueError):
    """The file as a whole is no roster. The message says what to correct."""


@dataclass(frozen=True)
class Record:
    """What stands on one line (the first of several, where a cell holds line ends), by column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Problem:
    """What is wrong on a line, for the person who wrote it."""

    line: int
    text: str


@dataclass
class Roster:
    """The records of a file, and the lines that could not be read."""

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Headings of columns that mean nothing here."""


def decode(data: bytes) -> str:
    """The text of a file, see `lms.interface.decoding`. Raises `Unreadable`."""
    try:
        return decoded(data, errors="strict")[0]
    except UnicodeDecodeError:
        raise Unreadable("The letters of this file cannot be read. Save it as “CSV UTF-8” and try again.") from None


def rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """The rows of a CSV text with the number of the line on which each begins; what cannot be read is a sentence
    instead of cells.

    After a row that cannot be read, reading goes on with the next line, so that one stray quotation mark costs one
    line.
    """
    lines = _lines(text)
    delimiter = _delimiter(lines[0] if lines else "")
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        first, before = start, 0
        try:
            for cells in reader:
                yield first + before + 1, cells
                before = reader.line_num
            return
        except csv.Error as error:
            start = first + before
            yield start + 1, f"A quotation mark opens or closes in the wrong place ({error})."
            start += 1


def _lines(text: str) -> list[str]:
    """Physical lines: only LF, CR LF and CR end one, as csv counts them."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    parts = unified.split("\n")
    return [part + "\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _delimiter(heading: str) -> str:
    """The separator that the heading uses most; a comma in doubt."""
    return max((",", ";", "\t"), key=heading.count)


def read(data: bytes) -> Roster:
    """The roster in the bytes of a file. Raises `Unreadable` where a needed column is missing."""
    roster, columns = Roster(), None
    for line, cells in rows(decode(data)):
        if isinstance(cells, str):
            roster.problems.append(Problem(line, cells))
        elif not any(cell.strip() for cell in cells):
            continue
        elif columns is None:
            columns = _columns(cells)
            roster.ignored = [
                cell for cell, column in zip(cells, columns, strict=True) if column not in COLUMNS and cell.strip()
            ]
        elif any(cell.strip() for cell in cells[len(columns) :]):
            roster.problems.append(Problem(line, f"There are {len(cells)} cells, but {len(columns)} headings."))
        else:
            padded = [*cells, *[""] * (len(columns) - len(cells))]
            known = {column: tidy(cell) for column, cell in zip(columns, padded, strict=False) if column in COLUMNS}
            roster.records.append(Record(line, known))
    if columns is None:
        raise Unreadable(
            "This file holds no heading. Its first line has to name the columns: " + ", ".join(COLUMNS) + "."
        )
    return roster


def _columns(cells: list[str]) -> list[str]:
    """What the headings mean, however they are spelt. Raises `Unreadable`."""
    columns = ["_".join(cell.strip().casefold().replace("_", " ").replace("-", " ").split()) for cell in cells]
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise Unreadable(
            f"The column {' and the column '.join(missing)} is missing. The first line has to name the columns: "
            f"{', '.join(COLUMNS)}."
        )
    twice = {name for name in COLUMNS if columns.count(name) > 1}
    if twice:
        raise Unreadable(f"The column {', '.join(sorted(twice))} is there twice. Keep one of them.")
    return columns


def tidy(cell: str) -> str:
    """One line, composed (NFC), without blanks around it or twice between words."""
    return " ".join(unicodedata.normalize("NFC", cell).split())
