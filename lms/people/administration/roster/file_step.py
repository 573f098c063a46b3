"""The first step of a list that came in: its rows are read, in a process of their own, and kept as they are."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction

from lms.foundation.plugins.people_sources.rows import MOST_ROWS, NotRead, as_csv, complete
from lms.foundation.plugins.people_sources.source import FILE, people_sources
from lms.foundation.plugins.runtime.errors import NotInstalled
from lms.foundation.work.runner import Clock
from lms.foundation.work.sandbox import MEGABYTE, Failed, Limits, TooHeavy, TooSlow, run_in_sandbox

from .column_mappings import known_fields
from .models import Roster, RosterRow
from .notices import tell_of_list
from .parsing.files import as_json
from .parsing.headings import LOOKED_AT, Heading, heading_in
from .parsing.table import Line, Unreadable

BATCH = 500
LIMITS = Limits(computing=30, waiting=90.0, memory=200 * MEGABYTE)
Status = Roster.Status
log = logging.getLogger(__name__)


def lines_in(data: bytes) -> Iterator[Line]:
    """Yield the rows of a file, read where it can do no harm.

    Raises `Unreadable`, maybe after some of them; `TooSlow` where this machine was busy.
    """
    try:
        for found in run_in_sandbox(partial(as_json, data), limits=LIMITS):
            if isinstance(found, dict):
                raise Unreadable(found["reason"], **found["values"])
            yield Line(found[0], tuple(found[1]), found[2])
    except TooHeavy:
        raise Unreadable("too-heavy") from None
    except Failed:
        raise Unreadable("broken") from None


def read(roster: Roster, *, clock: Clock) -> None:
    """Keep the rows of the list, and what its columns seem to mean; then it is compared, or somebody says more.

    Cut off, it begins anew: until then nobody has seen a row.
    """
    try:
        heading, lines = table_in(_from_source(roster), known_fields(roster.institution))
        _keep(roster, heading, lines, clock)
    except Unreadable as error:
        roster.touch(now=clock(), status=Status.FAILED, problem=error.reason, values=error.values)
        tell_of_list(roster, now=clock())
    except TooSlow:
        log.warning("reading took too long, it is tried again: list %s", roster.pk)


def _from_source(roster: Roster) -> bytes:
    """Return the list as its source has it now, as a file. Raises `Unreadable`."""
    setup = roster.setup
    if setup is None and not roster.file:
        raise Unreadable("source-gone")
    try:
        source = people_sources.get(setup.source if setup else FILE, at=roster.institution)
        found = complete(source.read(setup.options(source.fields) if setup else {FILE: _uploaded(roster)}))
    except NotRead as error:
        raise Unreadable("source-not-read", why=str(error)) from error
    except NotInstalled as error:
        raise Unreadable("source-broken", source=str(error.name)) from error
    return found if isinstance(found, bytes) else as_csv(found)


def _uploaded(roster: Roster) -> bytes:
    with roster.file.open("rb") as opened:
        data: bytes = opened.read()
    return data


def table_in(data: bytes, remembered: Mapping[str, str]) -> tuple[Heading, list[Line]]:
    """Return the heading of a file, or the row that may be one, and the rows below it. Raises `Unreadable`,
    `TooSlow`.
    """
    lines = list(lines_in(data))
    heading = heading_in(lines[:LOOKED_AT], remembered, whatever=True)
    if heading is None:
        raise Unreadable("empty")
    below = [line for line in lines if line.row > heading.row]
    if len(below) > MOST_ROWS:
        raise Unreadable("too-many-rows", most=MOST_ROWS)
    if not below:
        raise Unreadable("no-rows" if not heading.missing else "no-heading")
    return heading, below


@transaction.atomic
def _keep(roster: Roster, heading: Heading, lines: Sequence[Line], clock: Clock) -> None:
    held = Roster.objects.select_for_update(of=("self",), no_key=True).get(pk=roster.pk)
    if held.status != Status.READING:
        return
    RosterRow.objects.bulk_create([_row(roster, line, heading) for line in lines], batch_size=BATCH)
    _go_on(held, heading, len(lines), clock)


def _go_on(roster: Roster, heading: Heading, total: int, clock: Clock) -> None:
    titles = [title[:200] for title in heading.titles]
    status = Status.CHOOSING if heading.missing or _twice(heading.fields) else Status.COMPARING
    fields = list(heading.fields)
    roster.enter(status, now=clock(), head_row=heading.row, titles=titles, fields=fields, total=total)
    if status == Status.CHOOSING:
        tell_of_list(roster, now=clock())


def _twice(fields: Sequence[str]) -> bool:
    named = [field for field in fields if field]
    return len(named) != len(set(named))


def _row(roster: Roster, line: Line, heading: Heading) -> RosterRow:
    """Return the row with the cells below headings, and one more if there is anything beyond."""
    width = len(heading.titles)
    beyond = " ".join(cell for cell in line.cells[width:] if cell.strip())
    cells: list[Any] = [cell.replace("\x00", "") for cell in [*line.cells[:width], *([beyond] if beyond else [])]]
    return RosterRow(roster=roster, row=line.row, cells=cells, problem=line.problem)
