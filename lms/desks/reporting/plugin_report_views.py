"""The pages of plugins' reports, which are the same for all: a table with its bars, and the rows as a file."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .access import may_report, reporters_only
from .exports.files import FILES, file_response
from .next_step import way_on
from .plugin_reports.page import description_of, shown
from .plugin_reports.reports import answered, blamed, call_of
from .replica import from_replica


@reporters_only
@from_replica
def report(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show one page of the rows, drawn as bars where they are figures of groups."""
    params = request.GET.dict()
    answer = answered(request.user, slug, params, now=timezone.now())
    context = shown(answer, params.get("page"))
    query = urlencode(answer.params)
    files = [
        (label, f"{reverse('reports:more-file', args=[slug, extension])}?{query}") for extension, label in FILES.items()
    ]
    context |= {
        "files": files,
        "path": request.path,
        "way_on": way_on(request.user),
        "trail": [(_("Overview"), reverse("reports:overview"))] if may_report(request.user) else [],
    }
    return render(request, "reporting/more.html", context)


@reporters_only
@confirmed_lately(file=True)
@from_replica
def report_file(request: SignedInRequest, slug: str, extension: str) -> HttpResponseBase:
    """Show all rows under the same filters, as a file."""
    if extension not in FILES:
        raise Http404
    answer = answered(request.user, slug, request.GET.dict(), now=timezone.now())
    with blamed(call_of(answer.report)):
        return file_response(extension, description_of(answer), answer.file_columns, answer.filed)
