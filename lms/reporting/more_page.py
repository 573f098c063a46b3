"""The page of a plugin's report: one page of its rows, the bars that are the same rows, and its filters as a form."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from lms.plugins.report import Column, Param, Row

from . import chart, months, tables
from .choices import Option
from .more import Answer, blamed

ROWS_ON_A_PAGE = 100
DRAWN = 24
MOST_DIGITS = 7


def cut(rows: Iterable[Row], asked: str | None) -> tuple[Page, list[Row]]:
    """The page of `rows` that is asked for, the last one where there are fewer. All are counted, those of one page are kept."""
    number = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS else 1
    kept: list[Row] = []
    current: list[Row] = []
    count = 0
    for count, row in enumerate(rows, start=1):
        if (count - 1) % ROWS_ON_A_PAGE == 0:
            current = []
        current.append(row)
        if (count - 1) // ROWS_ON_A_PAGE == number - 1:
            kept = current
    return Paginator(range(count), ROWS_ON_A_PAGE).get_page(number), kept or current


@dataclass(frozen=True)
class Drawing:
    """Bars with what they are of; `cut` where the page has more rows than are drawn."""

    heading: str
    bars: list[chart.Lying]
    height: int
    cut: bool
    mirrored: bool


def drawn(columns: Sequence[Column], rows: Sequence[Row], table: tables.Table) -> Drawing | None:
    """The first column of numbers as bars, where the rows are of groups and not of persons, and no number is below zero."""
    place = next((place for place, column in enumerate(columns) if place and column.kind == "number"), 0)
    if not (place and rows and columns[0].kind in ("text", "date")):
        return None
    slug = columns[place].slug
    figures = [(line[0].text, row.cells[slug] or 0, line[place].text) for row, line in zip(rows[:DRAWN], table.rows, strict=False)]
    if any(not isinstance(number, int | float) or number < 0 for _label, number, _words in figures):
        return None
    mirrored = get_language_bidi()
    bars = chart.lie(figures, rtl=mirrored)
    return Drawing(table.headings[place].label, bars, len(bars) * chart.ROW, len(rows) > DRAWN, mirrored)


@dataclass(frozen=True)
class Field:
    """One filter of the form: a choice where there are `options`, else an input of `type` with `value`."""

    name: str
    label: str
    type: str
    value: str
    options: tuple[Option, ...] = ()

    @property
    def said(self) -> str:
        """The filter and what is chosen, in words."""
        value = next((option.label for option in self.options if option.chosen), self.value)
        if self.type == "date":
            value = months.written(date.fromisoformat(value))
        return _("%(filter)s: %(value)s") % {"filter": self.label, "value": value}


def fields(wanted: Iterable[Param], params: Mapping[str, str]) -> list[Field]:
    """The filters that a report declares, with what has been chosen."""
    return [_field(param, params.get(param.name, "")) for param in wanted]


def _field(param: Param, value: str) -> Field:
    options: tuple[Option, ...] = ()
    if param.kind == "choice":
        choices = [("", _("all")), *param.choices]
        options = tuple(Option(choice, str(label), choice == value) for choice, label in choices)
    return Field(param.name, str(param.label), "date" if param.kind == "date" else "text", value, options)


def shown(answer: Answer, asked: str | None) -> dict[str, object]:
    """What the template gets, but for addresses. Raises `Broken` where a cell is not what its column says."""
    with blamed(answer.report):
        page, rows = cut(answer.rows, asked)
        title = str(answer.report.name)
        table = tables.table(title, answer.columns, rows, today=answer.today)
        drawing = drawn(answer.columns, rows, table)
        wanted = fields(answer.wanted, answer.params)
    query = urlencode(answer.params)
    return {
        "title": title, "page": page, "table": table, "drawing": drawing, "fields": wanted,
        "chosen": [field.said for field in wanted if field.value], "query": f"{query}&" if query else "", "now": answer.now,
    }  # fmt: skip
