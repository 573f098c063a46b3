"""Common part of the files of all tables: values in CSV, and the response with a spreadsheet."""

import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache, partial
from typing import IO

from django.http import FileResponse

from .columns import Text

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_writers(kinds: Iterable[Text]) -> list[Callable[[object], object]]:
    """Return for each column a function from a value to its text in CSV. The cells of a column repeat, so that each of
    its latest values is worked out once.
    """
    return [lru_cache(maxsize=1024, typed=True)(partial(_in_csv, kind)) for kind in kinds]


def _in_csv(kind: Text, value: object) -> object:
    return in_csv(kind.write(value))


def in_csv(value: object) -> object:
    """Return the value for CSV: days as ISO 8601, shares with four decimals, whatever the language: a program reads
    them.
    """
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else value


def sheet_response(name: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """Return the spreadsheet called `name` that `write` puts into a file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=SHEET_TYPE)
