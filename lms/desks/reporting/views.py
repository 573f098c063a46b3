"""The coordinator's pages: the overview, the report, the list behind each figure, and each of them as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.foundation.interface.tables.columns import number
from lms.foundation.plugins.report import FEWEST
from lms.people.directory.choices import Kind
from lms.people.identity.factors.stepup import confirmed_lately

from .access import for_reporters
from .charts.by_month import completed_by_month
from .exports.file_description import FileDescription, said_zone
from .exports.files import FILES, file_response
from .filters.forms import ABOUT_PEOPLE
from .filters.period_shortcuts import shortcuts
from .filters.selection import PERSONS, Selection
from .next_step import way_on
from .plugin_reports.reports import others
from .replica import from_replica
from .sums import queries
from .tables.completion import CAPTIONS, completion, totals
from .tables.enrolment_list import NOTES, Pages, described, lines
from .tables.overview import cards, transfer_notes
from .tables.table import Table, build_table, linker

LINES_ON_A_PAGE = 50
ROWS_ON_A_PAGE = 100
NARROW = ("from", "to", "course", "programme", "institution", "cohort", "sex", *ABOUT_PEOPLE, "only")
"""The filters that leave rows out."""


def _shared(
    request: HttpRequest, selection: Selection, *, grouped: bool, file: str, drop: tuple[str, ...] = ()
) -> dict[str, object]:
    """Return the context that every page of this room has: filters, those that are in force, addresses of the files,
    and a next step from an empty page. The figures of the page were read before, so that their time is known.
    """
    query = selection.filters.query(drop=drop)
    files = [(label, f"{reverse(file, args=[extension])}?{query}") for extension, label in FILES.items()]
    return {
        "filters": selection.filters,
        "fields": selection.form.shown(grouped=grouped),
        "shortcuts": shortcuts(selection),
        "chosen": selection.form.in_force(),
        "filters_set": selection.form.set_ones(grouped=grouped),
        "now": queries.as_of(selection),
        "zone": said_zone(selection.now.astimezone(selection.zone)),
        "files": files,
        "path": f"{request.path}?{selection.filters.query(drop=NARROW)}",
        "way_on": way_on(request.user),
        "fewest": FEWEST if selection.sourced else None,
    }


@for_reporters
@from_replica
def overview(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Show three figures, completed per month, and the table by institution (or by what is asked)."""
    rows = completion.answer(selection)
    figures = {
        "cards": cards(selection),
        "chart": completed_by_month(selection),
        "table": _grouped(selection, rows, rows[:ROWS_ON_A_PAGE]),
    }
    context = {
        **_shared(request, selection, grouped=False, file="reports:completion-file"),
        **figures,
        "title": _place(selection),
        "moved": transfer_notes(selection, rows),
        "whole": f"{reverse('reports:completion')}?{selection.filters.query()}",
        "cut": len(rows) > ROWS_ON_A_PAGE,
        "more": [
            (report.name, reverse("reports:more", args=[report.slug]))
            for report in others(selection.scope.places.values())
        ],
    }
    return render(request, "reporting/overview.html", context)


def _place(selection: Selection) -> str:
    """Return “Training in Kenya”: the place that the figures are about."""
    roots = [selection.filters.institution] if selection.filters.institution else selection.scope.roots
    if len(roots) != 1:
        return _("Training at your institutions")
    if roots[0].kind in (Kind.COUNTRY, Kind.REGION):
        return _("Training in %(place)s") % {"place": roots[0].name}
    return _("Training at %(institution)s") % {"institution": selection.scope.place_name(roots[0].id)}


def _grouped(selection: Selection, every: Any, rows: Any) -> Table:
    """Return the `rows` of the page, with the columns that `every` row of the report asks for, and their totals."""
    columns = completion.columns_for(selection, every)
    caption, link = str(CAPTIONS[selection.filters.by]), linker(selection)
    return build_table(caption, columns, rows, today=selection.today, link=link, totals=totals(selection, every))


@for_reporters
@from_replica
def completion_table(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Show the completion report by whatever is asked."""
    rows = completion.answer(selection)
    page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    table = _grouped(selection, rows, page.object_list)
    context = {
        **_shared(request, selection, grouped=True, file="reports:completion-file"),
        "title": table.caption,
        "table": table,
        "moved": transfer_notes(selection, rows),
        "page": page,
        "query": _pages(selection),
        "trail": [
            (_("Overview"), f"{reverse('reports:overview')}?{selection.filters.query(drop=('by', 'only', 'state'))}")
        ],
    }
    return render(request, "reporting/completion.html", context)


def _pages(selection: Selection) -> str:
    query = selection.filters.query()
    return f"{query}&" if query else ""


@for_reporters
@from_replica
def completion_list(request: HttpRequest, selection: Selection) -> HttpResponse:
    """Show the enrolments that one figure counts."""
    page = Pages(selection, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    count = page.paginator.count
    state, title = selection.filters.state, _of_list(selection)
    context = {
        **_shared(request, selection, grouped=False, file="reports:lines-file", drop=("by", "only")),
        "title": title,
        "count": ngettext("%(count)s line", "%(count)s lines", count) % {"count": number(count)},
        "table": build_table(
            title,
            lines.columns_for(selection),
            described(selection, page.object_list),
            today=selection.today,
            notes=NOTES,
        ),
        "page": page,
        "query": _pages(selection),
        "persons": state == PERSONS,
        "trail": _trail(selection),
    }
    return render(request, "reporting/lines.html", context)


def _of_list(selection: Selection) -> str:
    """Return the title of the list of lines."""
    state = selection.filters.state
    return _("Officers who completed") if state == PERSONS else str(selection.figures[state].label)


def _trail(selection: Selection) -> list[tuple[str, str]]:
    overview = selection.filters.query(drop=("by", "only", "state"))
    report = selection.filters.query(drop=("state",))
    return [
        (_("Overview"), f"{reverse('reports:overview')}?{overview}"),
        (_("Completion"), f"{reverse('reports:completion')}?{report}"),
    ]


def _description(selection: Selection, slug: str, title: object) -> FileDescription:
    """Return the description that a file has of itself, with the place and the filters that are set."""
    chosen = selection.form.set_ones(grouped=False)
    moment = queries.as_of(selection)
    return FileDescription(slug, f"{title} · {_place(selection)}", chosen, moment, selection.zone)


@for_reporters
@from_replica
def completion_file(request: HttpRequest, selection: Selection, extension: str) -> HttpResponseBase:
    """Show the report's rows, all pages of them, as a file."""
    rows, by = completion.answer(selection), selection.filters.by
    return file_response(
        extension,
        _description(selection, f"completion-by-{by}", CAPTIONS[by]),
        completion.columns_for(selection, rows),
        rows,
    )


@for_reporters
@confirmed_lately(file=True)
@from_replica
def list_file(request: HttpRequest, selection: Selection, extension: str) -> HttpResponseBase:
    """Show the list's lines, all pages of them, as a file."""
    description = _description(selection, f"completion-{selection.filters.state}", _of_list(selection))
    return file_response(extension, description, lines.columns_for(selection), lines.answer(selection))
