"""Rows of a report as a spreadsheet, with a second sheet that says what it is."""

from collections.abc import Iterable
from functools import partial
from typing import IO

from django.utils.translation import gettext as _

from lms.foundation.interface.tables import workbooks
from lms.foundation.plugins.report import Column, Row

from .file_description import FileDescription


def write_sheet(
    file: IO[bytes], title: str, columns: list[Column], rows: Iterable[Row], description: FileDescription | None = None
) -> None:
    """Write a workbook; what it is made of stands on a second sheet."""
    slugs = [column.slug for column in columns]
    values = ([row.cells[slug] for slug in slugs] for row in rows)
    about = (_("About this file"), partial(_about, description)) if description is not None else None
    workbooks.write(file, title, columns, values, about)


def _about(description: FileDescription, number: int) -> workbooks.Facts:
    """Return the facts of the sheet: the report, a line for each filter, the moment, the time zone, and the number of
    rows.
    """
    filters = [(_("Filter"), words) for words in description.chosen or [_("none")]]
    made: workbooks.Facts = [(_("Made"), description.moment), (_("Time zone"), description.zone_name)]
    return [(_("Report"), description.title), *filters, *made, (_("Rows"), number)]
