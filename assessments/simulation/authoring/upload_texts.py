"""Sentences on a file that an author uploads: why it cannot be read, and what is odd in its rows."""

from django.utils.translation import gettext as _

from assessments.casework import Finding
from assessments.casework.imports import Unreadable
from lms.foundation.work.uploads import TOO_HEAVY

from ..page.case_files import NotRead


def refusal(bad: NotRead | Unreadable) -> str:
    if isinstance(bad, NotRead):
        if bad.heavy:
            return str(TOO_HEAVY)
        if bad.place:
            return _("The file has an error at “%(place)s”.") % {"place": bad.place}
        return _("The file is neither a case (JSON, up to 8 MB) nor a spreadsheet (XLSX, CSV, up to 2 MB).")
    if bad.why in ("no-heading", "empty"):
        return _("No heading was found: name a column for the text of each inject, and one for its time.")
    if bad.why == "too-many":
        return _("The spreadsheet has more than %(most)s rows. Take some out.") % {"most": bad.values.get("most", "")}
    return _("The spreadsheet cannot be read. Save it again as XLSX or CSV, then upload it.")


def row_words(finding: Finding) -> str:
    row = finding.place
    if column := finding.values.get("column"):
        row = _("%(row)s (column %(column)s)") % {"row": row, "column": column}
    named = {**finding.values, "row": row}
    return _ROWS.get(finding.what, _ROWS["cut"])() % named


def _timeless() -> str:
    return _("Row %(row)s: its time is missing or cannot be read, so the facilitator gives it by hand.")


_ROWS = {
    "no_text": lambda: _("Row %(row)s: it has no text, and is left out."),
    "no_to": lambda: _("Row %(row)s has no recipient."),
    "no_time": _timeless,
    "bad_time": _timeless,
    "far": _timeless,
    "backwards": lambda: _("Row %(row)s: it is earlier than the row above."),
    "new_seat": lambda: _("Row %(row)s: “%(seat)s” is a new seat."),
    "bad_picture": lambda: _("Row %(row)s: the entry for its picture names no picture, and is left out."),
    "cut": lambda: _("Row %(row)s: a text is too long, and is cut."),
}
