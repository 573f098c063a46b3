"""Reports by name and query, as other rooms keep them: their words, what is wrong with them, and their rows for a file.

Whatever is kept of a report gives no rights: each of these functions asks as `viewer`, now.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve

from lms.foundation.plugins.report import Column, Row
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User

from .exports.file_description import FileDescription
from .filters.scope import Scopes, kept_in
from .plugin_reports.reports import address_of, asking, blamed
from .tables.completion import Completion
from .tables.question import PERIOD, Question

LONGEST = 2000
"""Characters of a query."""


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
        return f"{address_of(self.name)}?{self.query}" if self.query else address_of(self.name)

    def with_period(self, start: str, end: str) -> "NamedReport":
        return NamedReport(self.name, urlencode({**self.params, "from": start, "to": end}))


def of_address(address: str) -> tuple[NamedReport, str] | None:
    """Return the report that a page or file at `address` shows, and the ending of the file; None for anything else."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    name = match.kwargs.get("slug") or (Completion.slug if match.url_name == "overview" else "")
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
    """Questions of one viewer, whose words are found without counting. Statements grow with reports alone."""

    def __init__(self, viewer: User, *, now: datetime) -> None:
        self.viewer, self.now = viewer, now
        self._scopes: Scopes = {}
        self._read: dict[str, Callable[[Mapping[str, str]], Question]] = {}

    def read(self, report: NamedReport) -> Question:
        """Return its question. Raises `NotVisible`, `InvalidFilter` and `ReportFailed`."""
        if report.name not in self._read:
            self._read[report.name] = asking(self.viewer, report.name, now=self.now)
        with kept_in(self._scopes):
            return self._read[report.name](report.params)

    def ask(self, report: NamedReport) -> Asked:
        """Return its words. Raises as `read`."""
        question = self.read(report)
        with blamed(question.report):
            names = {field.name for field in question.form}
            return Asked(question.title, question.narrowed, has_period=names.issuperset(PERIOD))


@dataclass(frozen=True)
class Exported:
    """Rows of a report for a file; `total` says how many they are, where that is known beforehand. `notes` are the
    sentences below the table of the page.
    """

    description: FileDescription
    columns: list[Column]
    rows: Iterable[Row]
    total: int | None = None
    notes: Sequence[str] = ()


def exported(viewer: User, report: NamedReport, *, now: datetime, as_page: bool = False) -> Exported:
    """Return what `viewer` gets of `report` now; `as_page` with the columns, sums and notes of its page, in place of
    those that a spreadsheet takes. Raises `NotVisible`, `InvalidFilter` and `ReportFailed`.
    """
    question = Questions(viewer, now=now).read(report)
    with blamed(question.report):
        columns, rows = (
            (question.columns, question.rows()) if as_page else (question.file_columns, question.file_rows())
        )
        return Exported(question.description, columns, rows, question.total, question.notes)
