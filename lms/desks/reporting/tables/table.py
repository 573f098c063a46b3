"""Rows as a reader sees them: numbers, shares and days in their format, every figure a link to the lines it counts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from lms.foundation.interface.tables.columns import NOTHING, kinds_of
from lms.foundation.plugins.report import Column, Row

from ..filters.selection import Selection
from . import html

THEN = {
    "institution": "course",
    "course": "institution",
    "cohort": "course",
    "sex": "institution",
    "rank": "institution",
    "month": "institution",
}
"""By what a row is looked at next."""


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, where it leads, whether it is a number or somebody's name, what heads it, and what
    another column says, below it.
    """

    text: str
    url: str = ""
    numeric: bool = False
    name: bool = False
    heading: str = ""
    note: str = ""

    @property
    def classes(self) -> str:
        """The CSS classes of the cell; cards on a phone leave out a cell with the class `none`, which has no value."""
        return " ".join(filter(None, ("num" if self.numeric else "", "none" if self.text == NOTHING else "")))


@dataclass(frozen=True)
class Heading:
    label: str
    numeric: bool


@dataclass(frozen=True)
class Table:
    """Table of rows as shown on the screen; `totals` stand below them."""

    caption: str
    headings: list[Heading]
    rows: list[list[Cell]]
    totals: list[list[Cell]] = field(default_factory=list)

    @property
    def body(self) -> SafeString:
        """The rows and the totals below them, as HTML."""
        return html.body(self.rows, self.totals)

    @property
    def of_figures(self) -> bool:
        """Return whether each row holds figures alone; they are not broken into lines then."""
        return all(heading.numeric for heading in self.headings[1:])


Link = Callable[[Row, Column], str]


@dataclass(frozen=True)
class Note:
    """Place of a column of texts that has no place of its own: `below` another column, with its name where it would not
    be recognised without.
    """

    below: str
    labelled: bool = False


NO_NOTES: Mapping[str, Note] = {}


def build_table(
    caption: str,
    columns: list[Column],
    rows: Iterable[Row],
    *,
    today: date,
    link: Link | None = None,
    totals: Iterable[Row] = (),
    notes: Mapping[str, Note] = NO_NOTES,
) -> Table:
    """Return `rows` for the screen, and the `totals` that stand below them; `link` says where a cell leads, or nothing.

    `notes` are the columns that have no place of their own, by name: they stand below others.
    """
    below = {notes[column.slug].below: column.slug for column in columns if column.slug in notes}
    labels = {column.slug: str(column.label) for column in columns if column.slug in notes}
    columns = [column for column in columns if column.slug not in notes]
    headed = [(column, kind, str(column.label)) for column, kind in zip(columns, kinds_of(columns), strict=True)]

    def note(row: Row, place: str) -> str:
        slug = below.get(place)
        text = str(row.cells[slug] or "") if slug else ""
        return f"{labels[slug]} {text}" if slug and text and notes[slug].labelled else text

    def line(row: Row) -> list[Cell]:
        return [
            Cell(
                kind.show(row.cells[column.slug], today=today),
                link(row, column) if link else "",
                kind.is_numeric,
                kind.is_person,
                label,
                note(row, column.slug),
            )
            for column, kind, label in headed
        ]

    headings = [Heading(label, kind.is_numeric) for _column, kind, label in headed]
    return Table(caption, headings, [line(row) for row in rows], [line(row) for row in totals])


def lines_url(selection: Selection, state: str, **narrows: str) -> str:
    """Return the list of exactly what the figure `state` counts under these filters."""
    return f"{reverse('reports:lines')}?{selection.filters.query(drop=('by', 'only'), **narrows, state=state)}"


def linker(selection: Selection) -> Callable[[Row, Column], str]:
    """Return a function that links: figures lead to their lines; the heading of a row to the same row by something
    else; a zero nowhere.
    """
    report, lines = reverse("reports:completion"), reverse("reports:lines")
    bases: dict[int, str] = {}

    def link(row: Row, column: Column) -> str:
        if row.total:
            return ""
        if not column.opens:
            by = THEN[selection.filters.by]
            return (
                f"{report}?{selection.filters.query(drop=('only', 'state'), **row.narrows, by=by)}"
                if column.slug == "group"
                else ""
            )
        if not row.cells[column.slug]:
            return ""
        key = id(row)
        if key not in bases:
            bases[key] = f"{lines}?{selection.filters.query(drop=('by', 'only', 'state'), **row.narrows)}"
        return f"{bases[key]}&state={column.opens}"

    return link
