"""Laws on figures of reports: whose rows they count, what it costs, and which groups are not shown."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from ..report import FEWEST, Figure, Report, reports
from . import sample_rows
from .breach import Breach, expect

REPORT, SUMS = "completion", "cross-table"
"""The reports of the house in which figures stand: those that count, and those that sum a value."""
MANY = FEWEST + 1
MakeRow = Callable[[str, Any, datetime], None]


def has_its_name(figure: Figure, plugin: str) -> None:
    """Check that a figure has a label, and a slug that begins with the plugin's."""
    expect(
        figure.slug == plugin or figure.slug.startswith(f"{plugin}_"),
        f"The figure “{figure.slug}” has to be called {plugin}_…: figures of all plugins are columns of one table.",
    )
    expect(str(figure.label).strip(), f"The figure “{figure.slug}” has no label.")


def counts_whom_one_may_see(figure: Figure, plugin: str, make_row: MakeRow, *, now: datetime) -> None:
    """Check that a figure over a table counts the rows of the reader's institutions where the plugin is on, in as many
    statements for many rows and institutions as for few, and shows no group that is too small.

    `make_row` makes a row that it counts, of an enrolment; where the figure sums a value, that of the row is one.
    """
    ours, neighbours, small, without = (
        sample_rows.academy(name, plugin) for name in ("Ours", "Neighbour", "Small", "Without")
    )
    without.plugins = {plugin: False}
    without.save()
    for academy, number in ((ours, MANY), (neighbours, MANY + 1), (small, FEWEST - 1), (without, MANY + 2)):
        for enrolment in sample_rows.enrolments(academy, number):
            make_row(figure.slug, enrolment, now)
    what = f"The figure “{figure.slug}”"
    own = _cells(figure, sample_rows.coordinator(ours), now)
    expect(set(own) == {str(ours)}, f"{what} shows a coordinator of one academy the groups {sorted(own)}.")
    expect(own[str(ours)] == MANY, f"{what} counts {own[str(ours)]} of {MANY} rows that make_row made.")
    every = _cells(figure, sample_rows.superuser(), now)
    expect(not every.get(str(without)), f"{what} counts rows at an academy where the plugin is off.")
    expect(every.get(str(small)) is None, f"{what} shows a group of {FEWEST - 1} persons.")
    _costs_the_same(figure, plugin, make_row, now)


def _costs_the_same(figure: Figure, plugin: str, make_row: MakeRow, now: datetime) -> None:
    viewer, counted = sample_rows.superuser(), []
    _cells(figure, viewer, now)  # the first call fetches what is kept of the viewer
    for name in ("", "Another", "One more"):
        for enrolment in sample_rows.enrolments(sample_rows.academy(name, plugin), 3 * MANY) if name else ():
            make_row(figure.slug, enrolment, now)
        with CaptureQueriesContext(connection) as statements:
            _cells(figure, viewer, now)
        counted.append(len(statements))
    expect(
        len(set(counted)) == 1,
        f"The figure “{figure.slug}” takes {counted} statements as rows and institutions become more.",
    )


def _cells(figure: Figure, viewer: object, now: datetime) -> dict[str, object]:
    """Return the values of the figure that a report shows to `viewer`, by the name of the institution."""
    if figure.only_crossed:
        return _sums(figure, viewer, now)
    report: Report = reports.get(REPORT)
    rows = [row.cells for row in report.rows(viewer, {"by": "institution"}, now=now)]
    if rows and figure.slug not in rows[0]:
        raise Breach(f"The figure “{figure.slug}” cannot be counted: the log says why.")
    return {cells["group"]: cells[figure.slug] for cells in rows}


def _sums(figure: Figure, viewer: object, now: datetime) -> dict[str, object]:
    """Return the same of a figure that stands in cross-tables alone."""
    report: Report = reports.get(SUMS)
    asked = {"figure": figure.slug, "rows": "academy", "columns": "one", "small": "hidden"}
    return {row.cells["group"]: row.cells["total"] for row in report.rows(viewer, asked, now=now) if not row.total}
