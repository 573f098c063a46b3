"""The page of a report: one page of its rows, the bars that are the same rows, and its filters as a form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from lms.foundation.interface.tables.columns import NOTHING, kinds_of
from lms.foundation.plugins.report import Change, Column, Row

from ..charts import bar_chart, change_lines
from ..tables.question import Question
from ..tables.table import Cell, Table, build_table
from .reports import blamed

DRAWN = 24
LONGEST_LABEL = 90
"""Characters of a label in a chart; the table has it whole."""


@dataclass(frozen=True)
class BarChart:
    """Bars with what they are of; `cut` where the page has more rows than are drawn."""

    heading: str
    bars: list[bar_chart.HorizontalBar]
    cut: bool


def drawn(columns: Sequence[Column], rows: Sequence[Row], table: Table) -> BarChart | None:
    """Return the first column of numbers as bars, where the rows are of groups and not of persons, and no number is
    below zero. A row without a number has no bar.
    """
    place = next((place for place, column in enumerate(columns) if place and column.kind == "number"), 0)
    if not (place and rows and kinds_of(columns)[0].heads_groups):
        return None
    slug = columns[place].slug
    counted = [(row, line) for row, line in zip(rows, table.rows, strict=False) if row.cells[slug] is not None]
    figures = [
        (Truncator(line[0].text).chars(LONGEST_LABEL), row.cells[slug], line[place].text)
        for row, line in counted[:DRAWN]
    ]
    if not figures or any(not isinstance(number, int | float) or number < 0 for _label, number, _words in figures):
        return None
    return BarChart(table.headings[place].label, bar_chart.draw_horizontal(figures), len(counted) > DRAWN)


@dataclass(frozen=True)
class ChangeChart:
    """The chart of a change, with its words."""

    heading: str
    lines: list[change_lines.ChangeLine]
    cut: bool
    grid: Sequence[str] = change_lines.GRID


def changes(
    about: Change, columns: Sequence[Column], rows: Sequence[Row], written: Sequence[Sequence[Cell]]
) -> ChangeChart | None:
    """Return the rows that have figures, as they are `written`, as lines from before to after."""
    drawable = [(row, line) for row, line in zip(rows, written, strict=True) if row.cells[about.change] is not None]
    if not drawable:
        return None
    headings = {column.slug: place for place, column in enumerate(columns)}
    measured = [_measured(about, row, line, headings) for row, line in drawable[:DRAWN]]
    return ChangeChart(_("Means before and after"), change_lines.lines(measured), len(drawable) > DRAWN)


def _measured(about: Change, row: Row, line: Sequence[Cell], headings: Mapping[str, int]) -> change_lines.ChangeFigures:
    low, high = (None if row.cells[slug] is None else row.cells[slug] / 100 for slug in (about.low, about.high))
    said = {name: line[headings[slug]].text for name, slug in vars(about).items()}
    first = min(headings[slug] for slug in vars(about).values())
    label = " · ".join(cell.text for cell in line[:first] if not cell.numeric and cell.text != NOTHING)
    words = _("%(before)s before, %(after)s after: %(change)s points of per cent (%(low)s to %(high)s)") % said
    return change_lines.ChangeFigures(label, words, row.cells[about.before], row.cells[about.after], low, high)


def shown(question: Question, asked: str | None) -> dict[str, object]:
    """Return the context of the page with the number `asked`, but for its frame. Raises `ReportFailed`."""
    with blamed(question.report):
        page, rows, totals = question.page(asked)
        table = build_table(
            question.title,
            question.columns,
            rows,
            today=question.now.astimezone(question.zone).date(),
            link=question.link,
            totals=totals,
            notes=question.below,
        )
        about, all_rows, written = question.change, [*rows, *totals], [*table.rows, *table.totals]
        parts = [row for row in rows if not row.sums]
        lines = replace(table, rows=[line for row, line in zip(rows, table.rows, strict=True) if not row.sums])
        return {
            "page": page,
            "table": table,
            "drawing": drawn(question.columns, parts, lines) if question.is_drawn else None,
            "changes": changes(about, question.columns, all_rows, written) if about else None,
            "notes": question.notes,
            **question.context(page, all_rows),
        }
