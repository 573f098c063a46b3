"""Files about lists: the rows that were refused, each with its reason, and a template to fill in.

No text of them begins a formula.
"""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from lms.foundation.text.spreadsheets import defuse

from .models import Roster, RosterRow
from .texts import FIELD_LABELS, reasons_of

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TEMPLATE = ("service_number", "name", "sex", "rank", "birth_year", "phone", "email", "language")
REPORTED = (RosterRow.State.REFUSED, RosterRow.State.ELSEWHERE)


def refused_rows(roster: Roster) -> Iterable[list[str]]:
    """Yield the heading of the list with columns for row and reason, then each row that was not taken in as it came."""
    width = len(roster.titles)
    yield [*roster.titles, _("Row"), _("Reason")]
    for row in roster.rows.in_state(*REPORTED).order_by("row").iterator():
        cells = [*row.cells, *[""] * width][:width]
        yield [*cells, str(row.row), " ".join(reasons_of(row.reasons))]


def template_rows() -> Iterable[list[str]]:
    yield [str(FIELD_LABELS[field]) for field in TEMPLATE]


def as_file(rows: Iterable[Sequence[str]], name: str, ending: str) -> HttpResponse:
    write = _csv if ending == "csv" else _xlsx
    response = HttpResponse(write([[defuse(text) for text in row] for row in rows]), content_type=TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{ending}") or ""
    return response


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook  # large, and most processes never write one

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_shown(text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _shown(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable() or sign.isspace())
