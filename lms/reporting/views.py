"""The coordinator's pages: the overview, the report, the list behind each figure, and each of them as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import choices, tables
from .completion import CAPTIONS, completion
from .door import for_reporters
from .enquiry import PERSONS, Enquiry
from .exports import FILES, file_response
from .lines import described, lines, selected
from .more import others
from .overview import cards, completed_by_month, moved

LINES_ON_A_PAGE = 50
ROWS_ON_A_PAGE = 100


def _shared(enquiry: Enquiry, *, grouped: bool, file: str, drop: tuple[str, ...] = ()) -> dict[str, Any]:
    """What every page of this room shows: filters, what is in force, and where the files are."""
    query = enquiry.filters.query(drop=drop)
    files = [(extension.upper(), f"{reverse(file, args=[extension])}?{query}") for extension in FILES]
    return {
        "filters": enquiry.filters,
        "selects": choices.selects(enquiry, grouped=grouped),
        "shortcuts": choices.shortcuts(enquiry),
        "chosen": choices.chosen(enquiry),
        "now": enquiry.now,
        "files": files,
    }


@for_reporters
def overview(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Three figures, completed per month, and the table by institution (or by what is asked)."""
    rows = completion.answer(enquiry)
    context = {
        **_shared(enquiry, grouped=False, file="reports:completion-file"),
        "title": choices.title(enquiry),
        "cards": cards(enquiry),
        "chart": completed_by_month(enquiry),
        "table": _grouped(enquiry, rows, rows[:ROWS_ON_A_PAGE]),
        "moved": moved(enquiry, rows),
        "whole": f"{reverse('reports:completion')}?{enquiry.filters.query()}",
        "cut": len(rows) > ROWS_ON_A_PAGE,
        "more": [(report.name, reverse("reports:more", args=[report.slug])) for report in others(enquiry.scope.places.values())],
    }
    return render(request, "reporting/overview.html", context)


def _grouped(enquiry: Enquiry, every: Any, rows: Any) -> tables.Table:
    """The `rows` of the page, with the columns that `every` row of the report asks for."""
    columns = completion.columns_for(enquiry, every)
    return tables.table(str(CAPTIONS[enquiry.filters.by]), columns, rows, today=enquiry.today, link=tables.linker(enquiry))


@for_reporters
def completion_table(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """The completion report by whatever is asked."""
    rows = completion.answer(enquiry)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    table = _grouped(enquiry, rows, page.object_list)
    context = {
        **_shared(enquiry, grouped=True, file="reports:completion-file"),
        "title": table.caption,
        "table": table,
        "moved": moved(enquiry, rows),
        "page": page,
        "query": _pages(enquiry),
        "trail": [(_("Overview"), f"{reverse('reports:overview')}?{enquiry.filters.query(drop=('by', 'only', 'state'))}")],
    }
    return render(request, "reporting/completion.html", context)


def _pages(enquiry: Enquiry) -> str:
    query = enquiry.filters.query()
    return f"{query}&" if query else ""


@for_reporters
def completion_list(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """The enrolments that one figure counts."""
    page = Paginator(selected(enquiry), LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    state = enquiry.filters.state
    title = _("Officers who completed") if state == PERSONS else str(enquiry.figures[state].label)
    context = {
        **_shared(enquiry, grouped=False, file="reports:lines-file", drop=("by", "only")),
        "title": title,
        "count": ngettext("%(count)s line", "%(count)s lines", count) % {"count": tables.number(count)},
        "table": tables.table(title, lines.columns({}), described(enquiry, page.object_list), today=enquiry.today),
        "page": page,
        "query": _pages(enquiry),
        "persons": state == PERSONS,
        "trail": _trail(enquiry),
    }
    return render(request, "reporting/lines.html", context)


def _trail(enquiry: Enquiry) -> list[tuple[str, str]]:
    overview = enquiry.filters.query(drop=("by", "only", "state"))
    report = enquiry.filters.query(drop=("state",))
    return [(_("Overview"), f"{reverse('reports:overview')}?{overview}"), (_("Completion"), f"{reverse('reports:completion')}?{report}")]


@for_reporters
def completion_file(request: HttpRequest, enquiry: Enquiry, extension: str) -> HttpResponseBase:
    """The report's rows, all pages of them, as a file."""
    name = f"completion-by-{enquiry.filters.by}-{enquiry.today.isoformat()}"
    rows = completion.answer(enquiry)
    return file_response(extension, name, str(completion.name), completion.columns_for(enquiry, rows), rows)


@for_reporters
def list_file(request: HttpRequest, enquiry: Enquiry, extension: str) -> HttpResponseBase:
    """The list's lines, all pages of them, as a file."""
    name = f"completion-{enquiry.filters.state}-{enquiry.today.isoformat()}"
    return file_response(extension, name, str(lines.name), lines.columns({}), lines.answer(enquiry))
