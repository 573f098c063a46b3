"""Reports of plugins: which of them a viewer has, what one says to a question, and what becomes of one that breaks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from itertools import chain
from typing import Any

from django.utils import timezone, translation

from lms.foundation.interface.tables.columns import Text, kinds_of
from lms.foundation.plugins.report import Column, InvalidFilter, NotVisible, Report, Row, reports
from lms.foundation.plugins.runtime import calls, faults, guard
from lms.foundation.plugins.runtime.activation import InstitutionLike, is_on, owner_of
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.administration.records.services import narrowed
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.clocks import zone_of
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from ..tables.completion import Completion
from ..tables.enrolment_list import Lines
from .filters import DeclaredFilters

WITH_PAGES_OF_THEIR_OWN = (Completion, Lines)


class ReportFailed(RuntimeError):
    """A report of a plugin raised something.

    It is in the log; the person is told that there is no report at the moment.
    """


@contextmanager
def blamed(call: guard.Call) -> Iterator[None]:
    """Log whatever the report that `call` asks raises, but for its answers to a question that cannot be read."""
    before = calls.begin(call)
    try:
        yield
    except (InvalidFilter, NotVisible):
        raise
    except BaseException as error:  # whatever somebody else's code raises
        if guard.is_excused(error):
            raise
        guard.broke(call, error)
        raise ReportFailed(call.name) from error
    finally:
        calls.end(before)


def call_of(report: Report) -> guard.Call:
    return guard.Call(owner_of(type(report)), faults.REPORT, report.slug)


def others(places: Iterable[InstitutionLike]) -> list[Report]:
    """Return the reports that have no pages of their own and are on at one of `places` at least."""
    reports_on, places = [], list(places)
    for report in reports:
        plugin = owner_of(type(report))
        if not isinstance(report, WITH_PAGES_OF_THEIR_OWN) and any(is_on(plugin, place) for place in places):
            reports_on.append(report)
    return reports_on


@dataclass(frozen=True)
class Answer:
    """Answer of a report: the question as it was read, and columns and rows whose cells are numbers, days, truths or
    texts. `file` has columns and rows of the file where they are others than those of the page.
    """

    report: Report
    viewer: User
    form: Iterable[Any]
    params: Mapping[str, str]
    columns: list[Column]
    rows: Iterator[Row]
    now: datetime
    zone: tzinfo
    title: str
    notes: Sequence[str] = ()
    file: tuple[list[Column], Iterable[Row]] | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def file_columns(self) -> list[Column]:
        return self.file[0] if self.file else self.columns

    @property
    def filed(self) -> Iterator[Row]:
        """The rows that go into a file: a sum among them would be counted twice by whoever sums them."""
        return (row for row in (self.file[1] if self.file else self.rows) if not row.total)


def answered(viewer: User, slug: str, params: Mapping[str, str], *, now: datetime) -> Answer:
    """Return the answer of the report called `slug` to `viewer`, whose view is limited to the institutions where its
    plugin is on.

    Raises `NotVisible` where that is nowhere, `InvalidFilter`, and `ReportFailed`.
    """
    report = _of_a_plugin(slug)
    plugin = owner_of(type(report))
    within = narrowed(viewer, plugin) if plugin else viewer
    if not (is_for_editors(slug, viewer) or Institution.objects.visible_to(within, *REPORTING_ROLES).exists()):
        raise NotVisible(slug)
    call = call_of(report)
    if guard.is_left_out(call):
        raise ReportFailed(report.slug)
    zone = zone_of(viewer.institution)
    with blamed(call):
        question = report.ask(within, params, now=now)
        if question is not None:
            return _of_question(report, within, question, now, zone)
        form = DeclaredFilters(params, report.filters(within))
        read = form.declared
        columns = list(report.columns(read))
        if not columns:
            raise ValueError("A report has one column at least.")
        kinds = kinds_of(columns)
        rows = iter(report.rows(within, read, now=now))
    tidied = _begun(_tidied(report, columns, kinds, rows, zone))
    return Answer(report, within, form, read, columns, tidied, now, zone, str(report.name))


def _of_question(report: Report, viewer: User, question: Any, now: datetime, zone: tzinfo) -> Answer:
    """Return the answer of a report that reads its question itself."""
    columns, file = question.columns, question.file_columns
    rows = _begun(_tidied(report, columns, kinds_of(columns), iter(question.rows()), zone))
    filed = _tidied(report, file, kinds_of(file), iter(question.file_rows()), zone)
    about = (now, zone, question.title, question.notes, (file, filed))
    return Answer(report, viewer, question.form, question.params, columns, rows, *about)


def is_for_editors(slug: str, viewer: User) -> bool:
    """Return whether `viewer` is an editor and the report is one that editors may open."""
    return "editor" in viewer.duties and slug in reports and reports.get(slug).for_editors


def _of_a_plugin(slug: str) -> Report:
    try:
        report = reports.get(slug)
    except NotInstalled:
        raise NotVisible(slug) from None
    if isinstance(report, WITH_PAGES_OF_THEIR_OWN):
        raise NotVisible(slug)
    return report


def _begun(rows: Iterator[Row]) -> Iterator[Row]:
    """Return the same rows, the first of them fetched: what a report refuses or breaks at is known before anything is
    sent.
    """
    first = next(rows, None)
    return rows if first is None else chain((first,), rows)


def _tidied(
    report: Report, columns: Sequence[Column], kinds: Sequence[Text], rows: Iterator[Row], zone: tzinfo
) -> Iterator[Row]:
    """Yield `rows` with the cells of `columns` in plain values, in the reader's language and time zone however late
    they are asked for.
    """
    language, call = translation.get_language() or "en", call_of(report)
    while True:
        with blamed(call), translation.override(language), timezone.override(zone):
            row = next(rows, None)
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
