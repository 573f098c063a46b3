"""Questions to reports, read and checked: their filters in words, and columns and rows for the page and for files."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.report import Change, Column, Report, Row
from lms.people.directory.choices import Kind
from lms.people.directory.clocks import zone_of
from lms.people.directory.models import User

from ..exports.file_description import FileDescription
from ..filters.fields import in_words
from ..filters.forms import ABOUT_PEOPLE, SHOWN, WHERE_SET
from ..filters.period_shortcuts import shortcuts
from ..filters.selection import Selection, ask
from ..sums import queries
from .table import NO_NOTES, Note

if TYPE_CHECKING:
    from django import forms

    from ..filters.figures import Figure
    from ..filters.scope import Scope

ROWS_ON_A_PAGE = 100
MOST_DIGITS = 6
PERIOD = ("from", "to")
NARROW = (*PERIOD, "course", "programme", "institution", "cohort", "sex", *ABOUT_PEOPLE, "only")
"""The filters that leave rows out."""
Pagination = tuple[Page, list[Row], list[Row]]
"""One page, its rows, and the rows that stand below the table on each page."""


def cut(rows: Iterable[Row], asked: str | None) -> Pagination:
    """Return the page of `rows` that is asked for, the last one where there are fewer. All are counted, and those of
    one page kept.
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


class Question(ABC):
    """One question of a `viewer` to a `report`, asked at `now`. Nothing is counted before columns or rows are read.

    `form` has the fields of the page, `query` is the question without the number of the page, and `wider` that without
    filters. Words for filters, found when they are read: `chosen` are in force, set or not, `narrowed` leave rows out,
    `filters_set` are all that somebody has set. `notes` are sentences on how to read the table, `trail` are the pages
    above, `link` says where a cell leads.
    """

    below: Mapping[str, Note] = NO_NOTES
    """Columns that stand below others on the page."""
    change: Change | None = None
    is_drawn = True
    """Says that the rows are drawn as bars, where they are of groups."""
    total: int | None = None
    """The number of rows of a file, where it is known before they are read."""

    def __init__(self, report: Report, viewer: User, now: datetime, query: str, title: object) -> None:
        self.report, self.viewer, self.now, self.zone = report, viewer, now, zone_of(viewer.institution)
        self.query, self.title = query, str(title)
        self.notes: list[str] = []

    @cached_property
    def form(self) -> list[Any]:
        return []

    @property
    def wider(self) -> str:
        return ""

    @cached_property
    def chosen(self) -> list[str]:
        return in_words(self.form)

    @cached_property
    def narrowed(self) -> list[str]:
        return self.chosen

    @cached_property
    def filters_set(self) -> list[str]:
        return self.narrowed

    @cached_property
    def trail(self) -> list[tuple[str, str]]:
        return [(str(_("Overview")), reverse("reports:overview"))]

    def link(self, row: Row, column: Column) -> str:
        """Return the address to which the cell leads; empty where it leads nowhere."""
        return row.opens.get(column.slug, row.url if column.slug == self.columns[0].slug else "")

    @property
    def as_of(self) -> datetime:
        """The time of what was counted so far."""
        return self.now

    @property
    @abstractmethod
    def columns(self) -> list[Column]:
        """The columns of the page."""

    @abstractmethod
    def rows(self) -> Iterable[Row]:
        """Return the rows of the page, their totals last."""

    @property
    def file_columns(self) -> list[Column]:
        return self.columns

    def file_rows(self) -> Iterable[Row]:
        """Return the rows of files: a sum among them would be counted twice by whoever sums them."""
        return (row for row in self.rows() if not row.total)

    @property
    def description(self) -> FileDescription:
        """The description that a file of the rows has of itself, once they were counted."""
        return FileDescription(self.report.slug, self.title, self.narrowed, self.as_of, self.zone)

    def page(self, asked: str | None) -> Pagination:
        return cut(self.rows(), asked)

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        """Return what else the page shows, of whose `rows` and totals it is."""
        return {}


class SelectionQuestion(Question):
    """A question about enrolments, by the filters that all reports of the house share."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    """Fields of the report's own: before the period, after it, and behind all."""

    def __init__(self, report: Report, selection: Selection, title: object) -> None:
        super().__init__(report, selection.viewer, selection.now, selection.filters.query(), title)
        self.selection = selection

    @cached_property
    def form(self) -> list[Any]:
        form = self.selection.form
        lists = [*SHOWN, *(name for name in WHERE_SET if name in form.params), *self.last]
        return [form[name] for name in (*self.before, *PERIOD, *self.after, *lists) if name in form]

    @property
    def wider(self) -> str:
        return self.selection.filters.query(drop=NARROW)

    @cached_property
    def _words(self) -> list[str]:
        """The words of the lists; the period has its own."""
        return in_words(field for field in self.form if field.name not in (*PERIOD, *self.after))

    @cached_property
    def chosen(self) -> list[str]:
        return [self.selection.form.period, *self._words]

    @cached_property
    def narrowed(self) -> list[str]:
        asked = self.selection.filters
        return self.chosen if asked.start or asked.end else self._words

    @cached_property
    def filters_set(self) -> list[str]:
        return [*self.narrowed, *in_words(self.selection.form[name] for name in self.after)]

    @cached_property
    def trail(self) -> list[tuple[str, str]]:
        if self.selection.totals_only:  # their overview is not this one
            return []
        overview = self.selection.filters.query(drop=(*self.before, "by", "only", "state"))
        return [(str(_("Overview")), f"{reverse('reports:overview')}?{overview}")]

    @property
    def as_of(self) -> datetime:
        return queries.as_of(self.selection)

    @property
    def place(self) -> str:
        """The place that the figures are about, as in “Training in Kenya”."""
        asked, scope = self.selection.filters.institution, self.selection.scope
        roots = [asked] if asked else scope.roots
        if len(roots) != 1:
            return _("Training at your institutions")
        if roots[0].kind in (Kind.COUNTRY, Kind.REGION):
            return _("Training in %(place)s") % {"place": roots[0].name}
        return _("Training at %(institution)s") % {"institution": scope.place_name(roots[0].id)}

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        return {"filters": self.selection.filters, "shortcuts": shortcuts(self.selection)}


class SelectionReport(Report):
    """A report of the house, whose questions are of the class `question`."""

    question: Callable[[Report, Selection], SelectionQuestion]
    """The class of its questions."""
    shapes: tuple[str, ...] = ()
    """The parameters of `filters.forms.SHAPES` that it reads."""
    more: "Callable[[Scope, Mapping[str, Figure], bool], Mapping[str, forms.Field]] | None" = None
    """Function that gives the fields of the report's own."""

    def columns(self, params: Mapping[str, str]) -> list[Column]:
        """Return nothing: they depend on the question."""
        return []

    def rows(self, viewer: User, params: Mapping[str, str], *, now: datetime) -> Iterator[Row]:
        return (row for row in self.ask(viewer, params, now=now).rows() if not row.total)

    def ask(self, viewer: User, params: Mapping[str, str], *, now: datetime) -> Any:
        """Return the question. One statement, and one more in a region. Raises as `selection.ask`."""
        about: dict[str, Any] = {"shapes": self.shapes, "more": self.more, "masks": self.for_regions}
        return self.question(self, ask(viewer, params, now=now, **about))
