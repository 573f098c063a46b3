"""What the files of all tables have in common: how a value stands in CSV, and the answer that a spreadsheet is."""

import tempfile
from collections.abc import Callable
from datetime import date
from typing import IO, Any

from django.http import FileResponse

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def in_csv(value: Any) -> Any:
    """Days as ISO 8601, shares with four decimals, whatever the language: a program reads them."""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else value


def sheet_response(name: str, write: Callable[[IO[bytes]], None]) -> FileResponse:
    """The spreadsheet called `name` that `write` puts into a file."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=SHEET_TYPE)
