"""Reports by name and query, as other rooms keep them: their words, what is wrong with them, and their rows for a file.

Whatever is kept of a report gives no rights: each of these functions asks as `viewer`, now.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language

from lms.foundation.plugins.report import Column, Figure, NotVisible, Param, Report, Row, reports
from lms.foundation.plugins.runtime.activation import owner_of
from lms.people.administration.records.services import narrowed
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.clocks import zone_of
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from .exports.file_description import FileDescription
from .filters.fields import in_words
from .filters.figures import counted
from .filters.forms import CompletionFilters
from .filters.scope import Scope, scope_of
from .filters.selection import PERSONS, ask
from .plugin_reports.filters import DeclaredFilters
from .plugin_reports.page import description_of
from .plugin_reports.reports import answered, blamed, call_of, is_for_editors
from .sums import queries
from .tables.completion import CAPTIONS, Completion, completion
from .tables.enrolment_list import Lines, Pages, lines

PAGES = {Completion.slug: "reports:completion", Lines.slug: "reports:lines"}
_NAMES = {
    "overview": Completion.slug,
    "completion": Completion.slug,
    "completion-file": Completion.slug,
    "lines": Lines.slug,
    "lines-file": Lines.slug,
}
LONGEST = 2000
"""Characters of a query."""
PERIOD = ("from", "to")


@dataclass(frozen=True)
class NamedReport:
    """A report by its `name`, and the `query` of its page, without the number of the page."""

    name: str
    query: str = ""

    @cached_property
    def params(self) -> dict[str, str]:
        return QueryDict(self.query).dict()

    @property
    def url(self) -> str:
        page = PAGES.get(self.name)
        path = reverse(page) if page else reverse("reports:more", args=[self.name])
        return f"{path}?{self.query}" if self.query else path

    def with_period(self, start: str, end: str) -> "NamedReport":
        return NamedReport(self.name, urlencode({**self.params, "from": start, "to": end}))


def of_address(address: str) -> tuple[NamedReport, str] | None:
    """Return the report that a page or file at `address` shows, and the ending of the file; None for anything else."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    name = match.kwargs.get("slug") or _NAMES.get(match.url_name or "", "")
    params = {key: value for key, value in QueryDict(parts.query).dict().items() if value and key != "page"}
    query = urlencode(params)
    if match.app_names != ["reports"] or not name or len(query) > LONGEST:
        return None
    return NamedReport(name, query), match.kwargs.get("extension", "")


def places_of(viewer: User) -> set[int]:
    """Return ids of the institutions on which `viewer` reports. One statement."""
    return set(Institution.objects.visible_to(viewer, *REPORTING_ROLES).values_list("pk", flat=True))


@dataclass(frozen=True)
class Asked:
    """The words of a report: its title, which filters are set, and whether it has a period."""

    title: str
    chosen: Sequence[str]
    has_period: bool


class Questions:
    """Questions of one viewer, whose words are found without counting. Statements grow with plugins' reports alone."""

    def __init__(self, viewer: User, *, now: datetime) -> None:
        self.viewer, self.now = viewer, now
        self._declared: dict[str, tuple[User, Sequence[Param]]] = {}

    @cached_property
    def _scope(self) -> Scope:
        return scope_of(self.viewer, language=get_language() or "en")

    @cached_property
    def _figures(self) -> Mapping[str, Figure]:
        return {figure.slug: figure for figure in counted(self.now, self._scope.places.values())}

    def ask(self, report: NamedReport) -> Asked:
        """Return its words. Raises `NotVisible`, `InvalidFilter` and `ReportFailed`."""
        if report.name not in PAGES:
            return self._ask_of_another(report)
        if not self._scope.places:
            raise NotVisible(report.name)
        form = CompletionFilters(report.params, self._scope, states=(*self._figures, PERSONS))
        filters = form.filters
        figure = self._figures["completed" if filters.state == PERSONS else filters.state]
        title = CAPTIONS[filters.by] if report.name == Completion.slug else figure.label
        return Asked(str(title), form.set_ones(grouped=False), has_period=True)

    def _ask_of_another(self, report: NamedReport) -> Asked:
        if report.name not in reports:
            raise NotVisible(report.name)
        found = reports.get(report.name)
        with blamed(call_of(found)):
            if report.name not in self._declared:
                self._declared[report.name] = self._filters_of(found)
            within, filters = self._declared[report.name]
            reads = getattr(found, "ask", None)  # a report that reads its question itself, such as a cross-table
            question = reads(within, report.params, now=self.now) if reads else None
            form = question.form if question else DeclaredFilters(report.params, filters)
            if question is None:
                form.answers()
            title = question.title if question else found.name
            return Asked(str(title), in_words(form), has_period={*PERIOD} <= {field.name for field in form})

    def _filters_of(self, report: Report) -> tuple[User, Sequence[Param]]:
        plugin = owner_of(type(report))
        within = narrowed(self.viewer, plugin) if plugin else self.viewer
        reports_here = Institution.objects.visible_to(within, *REPORTING_ROLES).exists()
        if not (is_for_editors(report.slug, self.viewer) or reports_here):
            raise NotVisible(report.slug)
        return within, list(report.filters(within))


@dataclass(frozen=True)
class Exported:
    """Rows of a report for a file; `total` says how many they are, where that is known beforehand."""

    description: FileDescription
    columns: list[Column]
    rows: Iterable[Row]
    total: int | None = None


def exported(viewer: User, report: NamedReport, *, now: datetime) -> Exported:
    """Return what `viewer` gets of `report` now. Raises `NotVisible`, `InvalidFilter` and `ReportFailed`."""
    if report.name not in PAGES:
        answer = answered(viewer, report.name, report.params, now=now)
        return Exported(description_of(answer), getattr(answer, "file_columns", answer.columns), answer.filed)
    asked = Questions(viewer, now=now).ask(report)
    selection = ask(viewer, report.params, now=now)
    if report.name == Lines.slug:
        total = Pages(selection, 1).get_page(1).paginator.count
        slug = f"completion-{selection.filters.state}"
        columns, rows = lines.columns_for(selection), lines.answer(selection)
    else:
        counted_rows = completion.answer(selection)
        total, slug = len(counted_rows), f"completion-by-{selection.filters.by}"
        columns, rows = completion.columns_for(selection, counted_rows), iter(counted_rows)
    about = FileDescription(slug, asked.title, asked.chosen, queries.as_of(selection), zone_of(viewer.institution))
    return Exported(about, columns, rows, total)
