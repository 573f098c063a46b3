"""The page of a plugin's report: one page of its rows, the bars that are the same rows, and its filters as a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.text import Truncator
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.foundation.interface.parsing import whole_number
from lms.foundation.interface.tables.columns import NOTHING, kinds_of
from lms.foundation.plugins.report import Change, Column, Row

from ..charts import bar_chart, change_lines
from ..exports.file_description import FileDescription, said_zone
from ..filters.fields import in_words
from ..tables.table import Cell, Table, build_table
from .reports import Answer, blamed, call_of

ROWS_ON_A_PAGE = 100
DRAWN = 24
MOST_DIGITS = 6
LONGEST_LABEL = 90
"""Characters of a label in a chart, which does not wrap; the table has it whole."""


def cut(rows: Iterable[Row], asked: str | None) -> tuple[Page, list[Row], list[Row]]:
    """Return the page of `rows` that is asked for, the last one where there are fewer, and what sums them up. All are
    counted, and those of one page kept.
    """
    number = 1 if (page := whole_number(asked, digits=MOST_DIGITS)) is None else page
    kept: list[Row] = []
    current: list[Row] = []
    totals: list[Row] = []
    count = 0
    for row in rows:
        if row.total:
            totals.append(row)
            continue
        if count % ROWS_ON_A_PAGE == 0:
            current = []
        current.append(row)
        if count // ROWS_ON_A_PAGE == number - 1:
            kept = current
        count += 1
    return Paginator(range(count), ROWS_ON_A_PAGE).get_page(number), kept or current, totals


@dataclass(frozen=True)
class BarChart:
    """Bars with what they are of; `cut` where the page has more rows than are drawn."""

    heading: str
    bars: list[bar_chart.HorizontalBar]
    grid: list[str]
    height: int
    cut: bool
    mirrored: bool


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
    mirrored = get_language_bidi()
    bars = bar_chart.draw_horizontal(figures, rtl=mirrored)
    grid = bar_chart.vertical_lines(figures, rtl=mirrored)
    return BarChart(table.headings[place].label, bars, grid, len(bars) * bar_chart.ROW, len(counted) > DRAWN, mirrored)


@dataclass(frozen=True)
class ChangeChart:
    """The chart of a change, with its words."""

    heading: str
    lines: list[change_lines.ChangeLine]
    cut: bool
    grid: Sequence[str] = change_lines.GRID


def changes(answer: Answer, rows: Sequence[Row], written: Sequence[Sequence[Cell]]) -> ChangeChart | None:
    """Return the rows that have figures, as they are `written`, as lines from before to after, where the report says
    that they are a change.
    """
    about = answer.report.change
    if about is None:
        return None
    drawable = [(row, line) for row, line in zip(rows, written, strict=True) if row.cells[about.change] is not None]
    if not drawable:
        return None
    headings = {column.slug: place for place, column in enumerate(answer.columns)}
    measured = [_measured(about, row, line, headings) for row, line in drawable[:DRAWN]]
    return ChangeChart(_("Means before and after"), change_lines.lines(measured), len(drawable) > DRAWN)


def _measured(about: Change, row: Row, line: Sequence[Cell], headings: Mapping[str, int]) -> change_lines.ChangeFigures:
    low, high = (None if row.cells[slug] is None else row.cells[slug] / 100 for slug in (about.low, about.high))
    said = {name: line[headings[slug]].text for name, slug in vars(about).items()}
    first = min(headings[slug] for slug in vars(about).values())
    label = " · ".join(cell.text for cell in line[:first] if not cell.numeric and cell.text != NOTHING)
    words = _("%(before)s before, %(after)s after: %(change)s points of per cent (%(low)s to %(high)s)") % said
    return change_lines.ChangeFigures(label, words, row.cells[about.before], row.cells[about.after], low, high)


def description_of(answer: Answer) -> FileDescription:
    """Return the description that a file of the rows has of itself."""
    return FileDescription(answer.report.slug, answer.title, in_words(answer.form), answer.now, answer.zone)


def shown(answer: Answer, asked: str | None) -> dict[str, object]:
    """Return the context of the template, except for addresses. Raises `Broken` where a cell does not fit its
    column.
    """
    with blamed(call_of(answer.report)):
        page, rows, totals = cut(answer.rows, asked)
        title = answer.title
        first = answer.columns[0].slug
        link = lambda row, column: row.opens.get(column.slug, row.url if column.slug == first else "")  # noqa: E731
        table = build_table(title, answer.columns, rows, today=answer.today, link=link, totals=totals)
        changed = changes(answer, [*rows, *totals], [*table.rows, *table.totals])
        parts = [row for row in rows if not row.sums]
        lines = replace(table, rows=[line for row, line in zip(rows, table.rows, strict=True) if not row.sums])
        drawing = None if answer.report.change else drawn(answer.columns, parts, lines)
        chosen = in_words(answer.form)
        guide = answer.report.guide(answer.viewer, answer.params, [*rows, *totals])
        choices = [(str(words), urlencode(params)) for words, params in guide.choices] if guide else []
    query = urlencode(answer.params)
    return {
        "title": title,
        "page": page,
        "table": table,
        "drawing": drawing,
        "changes": changed,
        "fields": list(answer.form),
        "guide": guide,
        "choices": choices,
        "notes": answer.notes,
        "chosen": chosen,
        "filters_set": chosen,
        "query": f"{query}&" if query else "",
        "now": answer.now,
        "zone": said_zone(answer.now.astimezone(answer.zone)),
    }
