"""Tables of a cohort as files: CSV, and spreadsheets; in both no text can start a formula."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.foundation.interface.tables.columns import kinds_of
from lms.foundation.interface.tables.files import csv_writers
from lms.foundation.plugins.pages import slots
from lms.foundation.plugins.report import Column
from lms.foundation.text.spreadsheets import csv_lines, defuse
from lms.people.directory.models import User
from lms.switchboard import list_columns
from lms.switchboard.list_columns import ShownColumn

from ..standing.rules import Standing
from ..standing.thresholds import Thresholds
from .cells import Cells
from .cohort_page import CohortAssignments
from .reason_texts import explain


def titles_of(shown: CohortAssignments) -> list[tuple[str, str]]:
    """Return the hex of the id and the title of each course of a cohort."""
    language = get_language()
    return [(course.pk.hex, course.title_in(language)) for course in shown.courses]


def added_to(shown: CohortAssignments, chosen: Iterable[Standing], viewer: User) -> list[ShownColumn]:
    """Return the columns of plugins for the learners `chosen`."""
    rows = [(standing.learner, shown.cohort.institution) for standing in chosen]
    now, zone = timezone.now(), timezone.get_current_timezone()
    return list_columns.shown(slots.COHORT, rows, viewer, now=now, zone=zone, cohort=shown.cohort)


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


def write_csv(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Write CSV with a byte order mark, so that spreadsheets read it as UTF-8."""
    line_of, writers = csv_lines(), csv_writers(kinds_of(columns))
    file.write(("\ufeff" + line_of([defuse(str(column.label)) for column in columns])).encode())
    for row in rows:
        file.write(line_of([write(value) for value, write in zip(row, writers, strict=True)]).encode())
