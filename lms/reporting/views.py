"""The coordinator's pages: the overview, the report, the list behind each figure, and each of them as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.interface.columns import number
from lms.people.choices import Kind
from lms.plugins.report import FEWEST

from . import tables
from .access import for_reporters
from .by_month import completed_by_month
from .completion import CAPTIONS, completion, totals
from .enquiry import PERSONS, Enquiry
from .exports import FILES, file_response
from .lines import NOTES, described, lines, selected
from .made import Made, said_zone
from .next_step import way_on
from .overview import cards, moved
from .plugin_reports import others
from .shortcuts import shortcuts

LINES_ON_A_PAGE = 50
ROWS_ON_A_PAGE = 100
NARROW = ("from", "to", "course", "programme", "institution", "cohort", "sex", "only")
"""The filters that leave rows out."""


def _shared(
    request: HttpRequest, enquiry: Enquiry, *, grouped: bool, file: str, drop: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What every page of this room shows: filters, what is in force, where the files are,
    and where to go from an empty page.
    """
    query = enquiry.filters.query(drop=drop)
    files = [(label, f"{reverse(file, args=[extension])}?{query}") for extension, label in FILES.items()]
    return {
        "filters": enquiry.filters,
        "fields": enquiry.form.shown(grouped=grouped),
        "shortcuts": shortcuts(enquiry),
        "chosen": enquiry.form.in_force(),
        "filters_set": enquiry.form.set_ones(grouped=grouped),
        "now": enquiry.now,
        "zone": said_zone(enquiry.now.astimezone(enquiry.zone)),
        "files": files,
        "path": f"{request.path}?{enquiry.filters.query(drop=NARROW)}",
        "way_on": way_on(request.user),
        "fewest": FEWEST if enquiry.sourced else None,
    }


@for_reporters
def overview(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """Three figures, completed per month, and the table by institution (or by what is asked)."""
    rows = completion.answer(enquiry)
    context = {
        **_shared(request, enquiry, grouped=False, file="reports:completion-file"),
        "title": _place(enquiry),
        "cards": cards(enquiry),
        "chart": completed_by_month(enquiry),
        "table": _grouped(enquiry, rows, rows[:ROWS_ON_A_PAGE]),
        "moved": moved(enquiry, rows),
        "whole": f"{reverse('reports:completion')}?{enquiry.filters.query()}",
        "cut": len(rows) > ROWS_ON_A_PAGE,
        "more": [
            (report.name, reverse("reports:more", args=[report.slug]))
            for report in others(enquiry.scope.places.values())
        ],
    }
    return render(request, "reporting/overview.html", context)


def _place(enquiry: Enquiry) -> str:
    """“Training in Kenya”: the place that the figures are about."""
    roots = [enquiry.filters.institution] if enquiry.filters.institution else enquiry.scope.roots
    if len(roots) != 1:
        return _("Training at your institutions")
    if roots[0].kind in (Kind.COUNTRY, Kind.REGION):
        return _("Training in %(place)s") % {"place": roots[0].name}
    return _("Training at %(institution)s") % {"institution": enquiry.scope.place_name(roots[0].id)}


def _grouped(enquiry: Enquiry, every: Any, rows: Any) -> tables.Table:
    """The `rows` of the page, with the columns that `every` row of the report asks for, and their totals."""
    columns = completion.columns_for(enquiry, every)
    caption, link = str(CAPTIONS[enquiry.filters.by]), tables.linker(enquiry)
    return tables.table(caption, columns, rows, today=enquiry.today, link=link, totals=totals(enquiry, every))


@for_reporters
def completion_table(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    """The completion report by whatever is asked."""
    rows = completion.answer(enquiry)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    table = _grouped(enquiry, rows, page.object_list)
    context = {
        **_shared(request, enquiry, grouped=True, file="reports:completion-file"),
        "title": table.caption,
        "table": table,
        "moved": moved(enquiry, rows),
        "page": page,
        "query": _pages(enquiry),
        "trail": [
            (_("Overview"), f"{reverse('reports:overview')}?{enquiry.filters.query(drop=('by', 'only', 'state'))}")
        ],
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
    state, title = enquiry.filters.state, _of_list(enquiry)
    context = {
        **_shared(request, enquiry, grouped=False, file="reports:lines-file", drop=("by", "only")),
        "title": title,
        "count": ngettext("%(count)s line", "%(count)s lines", count) % {"count": number(count)},
        "table": tables.table(
            title, lines.columns_for(enquiry), described(enquiry, page.object_list), today=enquiry.today, notes=NOTES
        ),
        "page": page,
        "query": _pages(enquiry),
        "persons": state == PERSONS,
        "trail": _trail(enquiry),
    }
    return render(request, "reporting/lines.html", context)


def _of_list(enquiry: Enquiry) -> str:
    """What the lines are of."""
    state = enquiry.filters.state
    return _("Officers who completed") if state == PERSONS else str(enquiry.figures[state].label)


def _trail(enquiry: Enquiry) -> list[tuple[str, str]]:
    overview = enquiry.filters.query(drop=("by", "only", "state"))
    report = enquiry.filters.query(drop=("state",))
    return [
        (_("Overview"), f"{reverse('reports:overview')}?{overview}"),
        (_("Completion"), f"{reverse('reports:completion')}?{report}"),
    ]


def _made(enquiry: Enquiry, slug: str, title: Any) -> Made:
    """What a file says of itself: the place and the filters that are set."""
    chosen = enquiry.form.set_ones(grouped=False)
    return Made(slug, f"{title} · {_place(enquiry)}", chosen, enquiry.now, enquiry.zone)


@for_reporters
def completion_file(request: HttpRequest, enquiry: Enquiry, extension: str) -> HttpResponseBase:
    """The report's rows, all pages of them, as a file."""
    rows, by = completion.answer(enquiry), enquiry.filters.by
    return file_response(
        extension, _made(enquiry, f"completion-by-{by}", CAPTIONS[by]), completion.columns_for(enquiry, rows), rows
    )


@for_reporters
def list_file(request: HttpRequest, enquiry: Enquiry, extension: str) -> HttpResponseBase:
    """The list's lines, all pages of them, as a file."""
    made = _made(enquiry, f"completion-{enquiry.filters.state}", _of_list(enquiry))
    return file_response(extension, made, lines.columns_for(enquiry), lines.answer(enquiry))
