"""Rows as files: CSV that streams, and spreadsheets; in both no text of ours can start a formula."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import IO, Any

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from lms.plugins.report import Column, Row
from lms.plugins.spreadsheets import defuse

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = ("csv", "xlsx")
FORMATS = {"percent": "0 %", "date": "yyyy-mm-dd", "number": "#,##0"}


def _plain(column: Column, value: Any, yes: str, no: str) -> Any:
    """A cell's value: a number, a date, or a text that is harmless."""
    if column.kind == "yes":
        return yes if value else no
    if value is None or isinstance(value, int | float | date):
        return value
    return defuse(_UNWRITABLE.sub("", str(value)))


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _written(value: Any) -> Any:
    """Days as ISO 8601, shares with four decimals, whatever the language: a program reads them."""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else value


def csv_texts(columns: list[Column], rows: Iterable[Row]) -> Iterator[str]:
    """The file line by line, with a byte order mark so that spreadsheets read it as UTF-8."""
    yes, no = _("Yes"), _("No")
    writer = csv.writer(_Echo())
    heading = writer.writerow([defuse(str(column.label)) for column in columns])

    def texts() -> Iterator[str]:
        yield "\ufeff" + heading
        for row in rows:
            yield writer.writerow([_written(_plain(column, row.cells[column.slug], yes, no)) for column in columns])

    return texts()


def csv_response(name: str, columns: list[Column], rows: Iterable[Row]) -> HttpResponseBase:
    response = StreamingHttpResponse(_in_pieces(csv_texts(columns, rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _in_pieces(texts: Iterable[str], size: int = 16384) -> Iterator[bytes]:
    """`texts` in pieces of about `size` characters, since each piece costs a write to the network."""
    kept: list[str] = []
    length = 0
    for text in texts:
        kept.append(text)
        length += len(text)
        if length >= size:
            yield "".join(kept).encode()
            kept, length = [], 0
    yield "".join(kept).encode()


def write_sheet(file: IO[bytes], title: str, columns: list[Column], rows: Iterable[Row]) -> None:
    """A workbook of one sheet, written row by row; texts are texts even where they look like a formula."""
    yes, no = _("Yes"), _("No")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]']", " ", title)[:31])
    sheet.freeze_panes = "B2"
    sheet.append([defuse(str(column.label)) for column in columns])
    try:
        for row in rows:
            sheet.append([_cell(sheet, column, _plain(column, row.cells[column.slug], yes, no)) for column in columns])
    except Exception:
        book.save(BytesIO())  # saving is what takes away the temporary file into which rows are written
        raise
    book.save(file)


def _cell(sheet: Any, column: Column, value: Any) -> Any:
    if value is None or column.kind not in FORMATS:
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = FORMATS[column.kind]
    return cell


def xlsx_response(name: str, title: str, columns: list[Column], rows: Iterable[Row]) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write_sheet(file, title, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=SHEET_TYPE)


def file_response(extension: str, name: str, title: str, columns: list[Column], rows: Iterable[Row]) -> HttpResponseBase:
    """`rows` as a file of the kind that `extension` names; 404 for a kind that there is not."""
    if extension not in FILES:
        raise Http404
    return csv_response(name, columns, rows) if extension == "csv" else xlsx_response(name, title, columns, rows)
