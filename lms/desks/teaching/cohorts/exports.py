"""Tables of a cohort as files: CSV, and spreadsheets; in both no text can start a formula."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.foundation.interface.tables.columns import kinds_of
from lms.foundation.interface.tables.files import csv_writers, sheet_response
from lms.foundation.plugins.report import Column
from lms.foundation.text.spreadsheets import csv_lines, defuse
from lms.switchboard.list_columns import ShownColumn

from ..standing.rules import Standing
from ..standing.thresholds import Thresholds
from .cells import Cells
from .reason_texts import explain


def columns_of(cells: Cells, added: Iterable[ShownColumn] = ()) -> list[Column]:
    """Return the columns of a cohort’s file: of the learner, those of `cells`, those that plugins `added`, and why
    somebody is listed. Each has values of one kind, so that a spreadsheet sorts them.
    """
    return [
        Column("name", _("Learner"), "name"),
        Column("number", _("Service number")),
        Column("unit", _("Unit")),
        Column("seen", _("Last seen"), "date"),
        *cells.file_columns(),
        *(Column(f"added{place}", one.label, one.kind_slug) for place, one in enumerate(added)),
        Column("done", _("Done"), "number"),
        Column("total", _("Of"), "number"),
        Column("why", _("State")),
    ]


def rows_of(
    standings: Iterable[Standing], cells: Cells, rule: Thresholds, *, added: Sequence[ShownColumn], now: datetime
) -> Iterator[list[object]]:
    """Yield the values of each of `standings` for `columns_of`."""
    today = timezone.localdate(now)
    for one in standings:
        seen = None if one.seen_at is None else timezone.localdate(one.seen_at)
        person: list[object] = [one.name, one.service_number, one.unit, seen]
        more = [column.values.get(one.learner) for column in added]
        yield [*person, *cells.file_values(one), *more, *cells.counts(one), explain(one, rule, today=today).text]


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
