"""Rows of a source of people, bounded, and written as a CSV file that is read like any other list. Pure."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from time import monotonic

MOST_ROWS = 20_000
"""People of one list."""
MOST_BYTES = 10 * 1024 * 1024
MOST_SECONDS = 60.0
"""Time for which a source may give rows."""
LONGEST_NESTED = 200
"""Characters that are kept of a value that is a list or an object itself."""

Row = dict[str, str]


class NotRead(Exception):
    """Refusal: the source has no list now. The text tells the administrator why, without secrets."""


def complete(found: object, *, seconds: float = MOST_SECONDS) -> bytes | tuple[Row, ...]:
    """Return what a source gave, whole: the bytes of a file, or rows of text.

    Raises `NotRead` for more than a list of people has, also while rows still come, and `TypeError` for anything else.
    """
    if isinstance(found, bytes):
        _bound(size=len(found))
        return found
    if isinstance(found, str | Mapping) or not isinstance(found, Iterable):
        raise TypeError(f"{found!r:.200} is no list of rows")
    rows: list[Row] = []
    size, end = 0, monotonic() + seconds
    for one in found:
        row = _row(one)
        rows.append(row)
        size += sum(len(name) + len(text) for name, text in row.items())
        _bound(size=size, rows=len(rows), is_over=monotonic() > end)
    return tuple(rows)


def _bound(*, size: int, rows: int = 0, is_over: bool = False) -> None:
    if size > MOST_BYTES:
        raise NotRead(f"The list is larger than {MOST_BYTES // 1024 // 1024} MB.")
    if rows > MOST_ROWS:
        raise NotRead(f"The list has more than {MOST_ROWS} rows.")
    if is_over:
        raise NotRead("The list did not end in time.")


def _row(row: object) -> Row:
    if not isinstance(row, Mapping):
        raise TypeError(f"{row!r:.200} is no row: give a mapping from the names of its columns")
    return {str(name): _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)[:LONGEST_NESTED]
    return str(value)


def as_csv(rows: Iterable[Row]) -> bytes:
    """Return the rows as a CSV file with all their columns, each in the order in which it first came."""
    rows = list(rows)
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        return b""
    file = io.StringIO(newline="")
    file.write("sep=,\n")  # whatever stands in the cells, this is the delimiter
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return file.getvalue().replace("\0", "").encode("utf-8-sig", "replace")
