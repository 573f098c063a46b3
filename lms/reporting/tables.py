"""Rows as a reader sees them: numbers, shares and days in their format, every figure a link to the lines it counts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.interface import words
from lms.plugins.report import Column, Row

from .enquiry import Enquiry

NOTHING = "–"
LEFT_TO_RIGHT = "\u200e"
NUMERIC = ("number", "percent")
THEN = {
    "institution": "course",
    "course": "institution",
    "cohort": "course",
    "sex": "institution",
    "month": "institution",
}
"""By what a row is looked at next."""


@dataclass(frozen=True)
class Cell:
    """One cell: what it says, where it leads, whether it is a number or somebody's name, and what heads it."""

    text: str
    url: str = ""
    numeric: bool = False
    name: bool = False
    heading: str = ""

    @property
    def classes(self) -> str:
        """Of a cell that holds nothing a card on a phone says nothing."""
        return " ".join(filter(None, ("num" if self.numeric else "", "none" if self.text == NOTHING else "")))


@dataclass(frozen=True)
class Heading:
    label: str
    numeric: bool


@dataclass(frozen=True)
class Table:
    """What is shown of rows; `totals` stand below them."""

    caption: str
    headings: list[Heading]
    rows: list[list[Cell]]
    totals: list[list[Cell]] = field(default_factory=list)

    @property
    def of_figures(self) -> bool:
        """Does each row hold figures alone? They are not broken into lines then."""
        return all(heading.numeric for heading in self.headings[1:])


def number(value: float) -> str:
    """“1,284”, in the reader's format.

    Where one reads from right to left a mark keeps the minus in front of the number.
    """
    written = number_format(value, force_grouping=True)
    return f"{LEFT_TO_RIGHT}{written}" if value < 0 and get_language_bidi() else written


def _text(column: Column, value: Any, today: date, yes: str) -> str:
    if column.kind == "yes":
        return yes if value else NOTHING
    if value is None or value == "":
        return NOTHING
    if column.kind == "number":
        return number(value)
    if column.kind == "percent":
        return words.percent(value)
    return words.day(value, today=today) if column.kind == "date" else str(value)


Link = Callable[[Row, Column], str]


def table(
    caption: str,
    columns: list[Column],
    rows: Iterable[Row],
    *,
    today: date,
    link: Link | None = None,
    totals: Iterable[Row] = (),
) -> Table:
    """`rows` for the screen, and the `totals` that stand below them; `link` says where a cell leads, or nothing."""
    yes = _("Yes")

    def cell(row: Row, column: Column) -> Cell:
        text = _text(column, row.cells[column.slug], today, yes)
        return Cell(
            text, link(row, column) if link else "", column.kind in NUMERIC, column.kind == "name", str(column.label)
        )

    body, foot = ([[cell(row, column) for column in columns] for row in some] for some in (rows, totals))
    return Table(caption, [Heading(str(column.label), column.kind in NUMERIC) for column in columns], body, foot)


def lines_url(enquiry: Enquiry, state: str, **narrows: str) -> str:
    """The list of exactly what the figure `state` counts under these filters."""
    return f"{reverse('reports:lines')}?{enquiry.filters.query(drop=('by', 'only'), **narrows, state=state)}"


def linker(enquiry: Enquiry) -> Callable[[Row, Column], str]:
    """Figures lead to their lines; the heading of a row to the same row by something else; a zero nowhere."""
    report, lines = reverse("reports:completion"), reverse("reports:lines")
    bases: dict[int, str] = {}

    def link(row: Row, column: Column) -> str:
        if row.total:
            return ""
        if not column.opens:
            by = THEN[enquiry.filters.by]
            return (
                f"{report}?{enquiry.filters.query(drop=('only', 'state'), **row.narrows, by=by)}"
                if column.slug == "group"
                else ""
            )
        if not row.cells[column.slug]:
            return ""
        key = id(row)
        if key not in bases:
            bases[key] = f"{lines}?{enquiry.filters.query(drop=('by', 'only', 'state'), **row.narrows)}"
        return f"{bases[key]}&state={column.opens}"

    return link
