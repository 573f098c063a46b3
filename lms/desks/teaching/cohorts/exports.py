"""Tables of a cohort as files: CSV, and spreadsheets; in both no text can start a formula."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.foundation.interface.tables.columns import kinds_of
from lms.foundation.interface.tables.files import csv_writers, sheet_response
from lms.foundation.plugins.report import Column
from lms.foundation.text.spreadsheets import csv_lines, defuse

from .matrix import LearnerRow


def columns_of(titles: Iterable[str], added: Iterable[str] = ()) -> list[Column]:
    """Return the columns of a cohort’s table, with the `titles` of courses or activities and the columns that plugins
    `added`.
    """
    first = [_("Learner"), _("Service number"), _("Unit"), _("Last seen")]
    labels = [*first, *titles, *added, _("Done"), _("Why listed")]
    return [Column(f"column{place}", label) for place, label in enumerate(labels)]


def values_of(row: LearnerRow) -> list[str]:
    """Return the same row as the page shows, a text for each column."""
    cells = [cell.written for _title, cell in row.cells]
    more = [cell.text for cell in row.added]
    return [row.name, row.service_number, row.unit, row.seen, *cells, *more, row.done, row.why.written]


def file_response(
    ending: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]], *, kind: str = ""
) -> HttpResponseBase:
    """Show `rows` as a file, csv or xlsx, that is called as what it is: by `title`, and the `kind` of table where a
    cohort has several.
    """
    name = "-".join(filter(None, (slugify(title) or "cohort", kind)))
    if ending == "xlsx":
        return _sheet(name, title, columns, rows)
    response = HttpResponse(_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def _sheet(name: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> HttpResponseBase:
    from lms.foundation.interface.tables.workbooks import (
        write,  # its library is large, and most processes never write one
    )

    return sheet_response(name, lambda file: write(file, title, columns, rows))


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV with a byte order mark, so that spreadsheets read it as UTF-8."""
    line_of, writers = csv_lines(), csv_writers(kinds_of(columns))
    written = [line_of([defuse(str(column.label)) for column in columns])]
    for row in rows:
        written.append(line_of([write(value) for value, write in zip(row, writers, strict=True)]))
    return "\ufeff" + "".join(written)
