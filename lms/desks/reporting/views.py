"""Pages of reports, which are the same for all: a table with its bars, the rows as a file; and the overview."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.core.paginator import Page
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from lms.foundation.plugins.report import Report, Row, reports
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .access import may_report, reporters_only
from .charts.by_month import completed_by_month
from .exports.file_description import said_zone
from .exports.files import FILES, file_response
from .filters.selection import Selection, ask
from .next_step import way_on
from .plugin_reports.page import shown
from .plugin_reports.reports import PAGES, address_of, asking, blamed, others
from .replica import from_replica
from .tables import question as questions
from .tables.completion import Completion, CompletionQuestion
from .tables.overview import cards
from .tables.question import Question
from .tables.table import Table


class Overview(CompletionQuestion):
    """The completion report with three figures and completions by month above it."""

    after: tuple[str, ...] = ()
    last: tuple[str, ...] = ()

    def __init__(self, report: Report, selection: Selection) -> None:
        super().__init__(report, selection)
        self.trail = []

    def context(self, page: Page, rows: Sequence[Row]) -> dict[str, object]:
        """Return what the page has besides, the first rows counted already."""
        places = self.selection.scope.places.values()
        more = [(report.name, address_of(report.slug)) for report in others(places)]
        return {
            **super().context(page, rows),
            "title": self.place,
            "cards": cards(self.selection),
            "chart": completed_by_month(self.selection),
            "whole": f"{address_of(Completion.slug)}?{self.query}",
            "cut": len(self.every) > questions.ROWS_ON_A_PAGE,
            "more": more,
        }


def _framed(request: SignedInRequest, question: Question, context: Mapping[str, object]) -> dict[str, object]:
    """Return `context`, of what was counted, with what every page of a report has: its title, filters, time, files, and
    a next step from an empty page.
    """
    query, slug = question.query, question.report.slug
    return {
        "title": question.title,
        "fields": question.form,
        "chosen": question.chosen,
        "filters_set": question.filters_set,
        "query": f"{query}&" if query else "",
        "now": question.as_of,
        "zone": said_zone(question.as_of.astimezone(question.zone)),
        "files": [(label, f"{address_of(slug, extension)}?{query}") for extension, label in FILES.items()],
        "path": f"{request.path}?{question.wider}",
        "way_on": None if cast(Table, context["table"]).rows else way_on(request.user),
        "trail": question.trail if may_report(request.user) else [],
        **context,
    }


def _read(request: SignedInRequest, slug: str, own: bool) -> Question:
    """Return the question that the address asks. A report with an address of its `own` has no other."""
    if (slug in PAGES) != own:
        raise Http404
    return asking(request.user, slug, now=timezone.now())(request.GET.dict())


@reporters_only
@from_replica
def overview(request: SignedInRequest) -> HttpResponse:
    """Show three figures, completed per month, and the table by institution (or by what is asked)."""
    asked = ask(request.user, request.GET.dict(), now=timezone.now(), shapes=Completion.shapes)
    question = Overview(reports.get(Completion.slug), asked)
    return render(request, "reporting/overview.html", _framed(request, question, shown(question, None)))


@reporters_only
@from_replica
def report(request: SignedInRequest, slug: str, own: bool = False) -> HttpResponse:
    """Show one page of the rows, drawn as bars where they are figures of groups."""
    question = _read(request, slug, own)
    context = _framed(request, question, shown(question, request.GET.get("page")))
    return render(request, "reporting/report.html", context)


@from_replica
def _file(request: SignedInRequest, slug: str, extension: str, own: bool = False) -> HttpResponseBase:
    """Show all rows under the same filters, as a file."""
    if extension not in FILES:
        raise Http404
    question = _read(request, slug, own)
    with blamed(question.report):
        return file_response(extension, question)


totals_file = reporters_only(_file)
report_file = reporters_only(confirmed_lately(_file, file=True))
"""The same of what may be about people."""
