"""All reports, ours and those of plugins: which of them a viewer has, how a question is read, and what becomes of a
report that breaks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page
from django.db import InterfaceError, OperationalError
from django.urls import reverse
from django.utils import timezone, translation

from lms.foundation.interface.tables.columns import Text, kinds_of
from lms.foundation.plugins.report import Column, InvalidFilter, NotVisible, Report, Row, reports
from lms.foundation.plugins.runtime import calls, faults, guard
from lms.foundation.plugins.runtime.activation import InstitutionLike, is_on, owner_of
from lms.people.administration.records.services import narrowed
from lms.people.directory.models import User

from ..exports.files import TooLong
from ..filters.fields import in_words
from ..filters.reach import TotalsOnly, reach_of
from ..tables.completion import Completion
from ..tables.enrolment_list import Lines
from ..tables.question import Question, SelectionReport
from .filters import DeclaredFilters

PAGES = {Completion.slug: "reports:completion", Lines.slug: "reports:lines"}
"""Names of the addresses of reports that have one of their own."""
Params = Mapping[str, str]


FAULTS = (OperationalError, InterfaceError, ObjectDoesNotExist)
"""Errors by which a replica shows that it is away or behind: the page is made from the database then."""


class ReportFailed(RuntimeError):
    """A report of a plugin raised something.

    It is in the log; the person is told that there is no report at the moment.
    """


@contextmanager
def blamed(report: Report) -> Iterator[None]:
    """Log whatever `report` raises, but for its answers to a question that cannot be read. A database that is away is
    no fault of the house's own reports.
    """
    call = guard.Call(owner_of(type(report)), faults.REPORT, report.slug)
    before = calls.begin(call)
    try:
        yield
    except (InvalidFilter, NotVisible, TooLong):
        raise
    except BaseException as error:  # whatever somebody else's code raises
        if guard.is_excused(error) or (not call.plugin and isinstance(error, FAULTS)):
            raise
        guard.broke(call, error)
        raise ReportFailed(call.name) from error
    finally:
        calls.end(before)


def others(places: Iterable[InstitutionLike]) -> list[Report]:
    """Return the reports that have no pages of their own and are on at one of `places` at least."""
    reports_on, places = [], list(places)
    for report in reports:
        plugin = owner_of(type(report))
        if report.slug not in PAGES and any(is_on(plugin, place) for place in places):
            reports_on.append(report)
    return reports_on


@dataclass(frozen=True)
class Declared:
    """A question by the filters that a report declares, as a report gives it that reads its questions itself."""

    report: Report
    viewer: User
    form: DeclaredFilters
    params: Params
    now: datetime
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        return str(self.report.name)

    @cached_property
    def columns(self) -> list[Column]:
        columns = list(self.report.columns(self.params))
        if not columns:
            raise ValueError("A report has one column at least.")
        return columns

    def rows(self) -> Iterable[Row]:
        return self.report.rows(self.viewer, self.params, now=self.now)


class PluginQuestion(Question):
    """A question that `given` answers, an object with what docs/extend/report-sockets.md names; cells are made plain
    values.
    """

    def __init__(self, report: Report, within: User, given: Any, now: datetime) -> None:
        super().__init__(report, within, now, urlencode(given.params), given.title)
        self.form = list(given.form)
        self.chosen = in_words(self.form)  # now, while what a plugin's form raises is told as its fault
        self.given, self.change, self.is_drawn = given, report.change, report.change is None
        self.notes = [str(note) for note in given.notes]

    @cached_property
    def columns(self) -> list[Column]:
        return list(self.given.columns)

    def rows(self) -> Iterator[Row]:
        return tidied(self.report, self.columns, self.given.rows(), self.zone)

    @cached_property
    def file_columns(self) -> list[Column]:
        return list(getattr(self.given, "file_columns", self.columns))

    def file_rows(self) -> Iterator[Row]:
        rows = getattr(self.given, "file_rows", self.given.rows)()
        return (row for row in tidied(self.report, self.file_columns, rows, self.zone) if not row.total)

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        """Return the advice of the report, with the words and the query of each question that it proposes."""
        guide = self.report.guide(self.viewer, self.given.params, rows)
        choices = [(str(words), urlencode(params)) for words, params in guide.choices] if guide else []
        return {"guide": guide, "choices": choices}


def asking(viewer: User, slug: str, *, now: datetime) -> Callable[[Params], Question]:
    """Return the function that reads questions of `viewer` to the report called `slug`, which needs no more statements
    than those of the house's own reports. Raises `NotVisible`, `TotalsOnly` and `ReportFailed`; the function raises
    `InvalidFilter` and these.
    """
    if slug not in reports:
        raise NotVisible(slug)
    report = reports.get(slug)
    if isinstance(report, SelectionReport):
        return partial(report.ask, viewer, now=now)
    within = check_reach(viewer, report)
    if guard.is_left_out(guard.Call(owner_of(type(report)), faults.REPORT, slug)):
        raise ReportFailed(slug)
    with blamed(report):
        wanted = list(report.filters(within))

    def read(params: Params) -> Question:
        with blamed(report):
            given = report.ask(within, params, now=now)
            if given is None:
                form = DeclaredFilters(params, wanted)
                given = Declared(report, within, form, form.declared, now)
            return PluginQuestion(report, within, given, now)

    return read


def address_of(slug: str, extension: str = "") -> str:
    """Return the address of a report's page, or of its file with the `extension`."""
    name = f"{PAGES.get(slug, 'reports:more')}{'-file' if extension else ''}"
    return reverse(name, args=[*([] if slug in PAGES else [slug]), *([extension] if extension else [])])


def check_reach(viewer: User, report: Report) -> User:
    """Return `viewer` as the report gets them: limited to the institutions where its plugin is on. One statement.
    Raises `NotVisible`, and `TotalsOnly` for a report that is not for regions.
    """
    plugin = owner_of(type(report))
    reach = reach_of(viewer, plugin)
    if reach.totals_only and not report.for_regions:
        raise TotalsOnly(report.slug)
    if not (reach.reports or is_for_editors(report.slug, viewer)):
        raise NotVisible(report.slug)
    return narrowed(viewer, plugin) if plugin else viewer


def is_for_editors(slug: str, viewer: User) -> bool:
    """Return whether `viewer` is an editor and the report is one that editors may open."""
    return "editor" in viewer.duties and slug in reports and reports.get(slug).for_editors


def tidied(report: Report, columns: Sequence[Column], rows: Iterable[Row], zone: tzinfo) -> Iterator[Row]:
    """Yield `rows` with the cells of `columns` in plain values, in the reader's language and time zone however late
    they are asked for.
    """
    call = guard.Call(owner_of(type(report)), faults.REPORT, report.slug)
    language, kinds, every = translation.get_language() or "en", kinds_of(columns), iter(rows)
    while True:
        with blamed(report), translation.override(language), timezone.override(zone):
            row = next(every, None)
            tidy = row and replace(row, cells=_parsed(columns, kinds, row.cells, zone))
        if tidy is None:
            guard.worked(call)
            return
        yield tidy


def _parsed(
    columns: Sequence[Column], kinds: Sequence[Text], cells: Mapping[str, object], zone: tzinfo
) -> dict[str, object]:
    """Return the cells of `columns`. Raises `TypeError` that names the column where one is not what its column says."""
    parsed = {}
    for column, kind in zip(columns, kinds, strict=True):
        try:
            parsed[column.slug] = kind.parse(cells[column.slug], zone)
        except TypeError as error:
            raise TypeError(f"{column.slug} is of kind {column.kind}: {error}") from error
    return parsed
