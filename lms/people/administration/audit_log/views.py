"""The administrator's page of the audit log, and its file."""

from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.interface.parsing import whole_number

from ...audit.lines import as_csv, line
from ...audit.search import EntriesPage, LogSearch, entries_page, search_entries
from ...audit.services import note
from ...directory.decorators import for_administrators
from ...directory.requests import SignedInRequest
from ...identity.factors.stepup import confirmed_lately
from .forms import LogForm

ENTRIES_ON_A_PAGE = 50
MOST_IN_A_FILE = 50_000
"""Entries of one file, the newest; whoever needs older ones asks for earlier days."""


@for_administrators
@require_safe
def log(request: SignedInRequest) -> HttpResponse:
    """Show the audit log about people of the institutions that the viewer administers, the newest entry first."""
    form = LogForm(request.GET)
    before = whole_number(request.GET.get("before"), digits=18)
    shown = EntriesPage([], None)
    if form.is_valid():
        entries = search_entries(request.user, cast(LogSearch, form.cleaned_data))
        shown = entries_page(entries, before=before, size=ENTRIES_ON_A_PAGE)
    context = {
        "title": _("Log"),
        "form": form,
        "lines": [line(entry) for entry in shown.entries],
        "older": shown.older,
        "before": before,
        "query": _query(request),
    }
    return render(request, "people/audit/log.html", context, status=HTTPStatus.OK if form.is_valid() else 400)


@for_administrators
@require_safe
@confirmed_lately(file=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """Return the same entries as a file, which is logged as an entry too."""
    form = LogForm(request.GET)
    if not form.is_valid():
        raise Http404
    found = search_entries(request.user, cast(LogSearch, form.cleaned_data))
    entries = found.select_related("by", "person", "institution")[:MOST_IN_A_FILE]
    note(
        "log_exported",
        by=request.user,
        institution=request.user.institution_id,
        now=timezone.now(),
        filters=sorted(name for name, value in form.cleaned_data.items() if value),
    )
    texts = as_csv(entries.iterator(chunk_size=2000), zone=timezone.get_current_timezone())
    pieces: Any = (text.encode() for text in texts)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="log.csv"'
    return response


def _query(request: SignedInRequest) -> str:
    """Return the filters that are set, as part of an address."""
    params = request.GET.copy()
    params.pop("before", None)
    return params.urlencode()
