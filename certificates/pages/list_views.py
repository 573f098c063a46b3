"""The list of certificates for staff: filtered by the address, page by page, and as a file."""

from collections.abc import Iterable, Iterator
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.foundation.interface.tables.files import in_csv
from lms.foundation.plugins.pages.linked_pages import COHORT, COHORTS, address
from lms.foundation.text.spreadsheets import csv_lines, defuse
from lms.people.audit.services import note
from lms.people.directory.decorators import for_staff
from lms.people.directory.reach import sees_totals_alone
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .. import texts
from ..display import CertificateDisplay
from ..filters import STATES, CertificateFilters
from ..models import Certificate

ON_A_PAGE = 50


@require_safe
@for_staff
def index(request: SignedInRequest) -> HttpResponse:
    """Show the certificates that the viewer may see, as far as they match the filters, linked to their records."""
    form, today = CertificateFilters(request.GET, viewer=request.user), timezone.localdate()
    context = {"title": _("Certificates"), "form": form}
    if not form.is_valid():
        return render(request, "certificates/list.html", context, status=HTTPStatus.BAD_REQUEST)
    page = Paginator(form.rows_in_state(today).select_related("earned_by"), ON_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "lines": [
            (row.earned_by.learner_id, row.service_number, CertificateDisplay.of(row, today=today)) for row in page
        ],
        "state": form.cleaned_data["state"],
        "counts": _counts(form, today),
        "others": _query(request, "page", "state"),
        "query": _query(request, "page"),
        "person": form.cleaned_data["person"],
        "totals_only": not page and sees_totals_alone(request.user),
    }
    return render(request, "certificates/list.html", context | _about_cohort(form))


def _about_cohort(form: CertificateFilters) -> dict[str, object]:
    """Return the title, the trail and what is to be said of the cohort, if one is chosen."""
    cohort = form.cleaned_data["cohort"]
    if cohort is None:
        return {}
    return {
        "title": _("Certificates of %(cohort)s") % {"cohort": cohort.name},
        "cohort": cohort,
        "trail": [(_("My cohorts"), address(COHORTS)), (cohort.name, address(COHORT, cohort.pk))],
        "not_issued": texts.no_certificate_sentence(cohort.institution),
    }


def _counts(form: CertificateFilters, today: date) -> list[tuple[str, object, int]]:
    """Return the names, labels and numbers of the states, and of all."""
    counted = form.rows().counted(today)
    everything = sum(number for name, number in counted.items() if name != "soon")
    return [("", _("All"), everything), *((name, label, counted[name]) for name, label in STATES.items())]


def _query(request: HttpRequest, *without: str) -> str:
    """Return the filters as the beginning of a query, ending in &; empty where none is set."""
    params = request.GET.copy()
    for name in without:
        params.pop(name, None)
    return f"{params.urlencode()}&" if params else ""


@require_safe
@for_staff
@confirmed_lately(file=True)
def export(request: SignedInRequest) -> HttpResponseBase:
    """Return the same certificates as a CSV file, which is noted."""
    form, today = CertificateFilters(request.GET, viewer=request.user), timezone.localdate()
    if not form.is_valid():
        raise Http404
    filters = sorted(name for name, value in form.cleaned_data.items() if value)
    place = request.user.institution_id
    note("certificates_exported", by=request.user, institution=place, now=timezone.now(), filters=filters)
    lines = _as_csv(form.rows_in_state(today).iterator(chunk_size=2000), today)
    pieces: Any = (line.encode() for line in lines)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="certificates.csv"'
    return response


def _as_csv(rows: Iterable[Certificate], today: date) -> Iterator[str]:
    """Yield the file line by line, with a byte order mark; days as ISO 8601."""
    columns = {
        _("Number"): "serial",
        _("Name"): "name",
        _("Service number"): "service_number",
        _("Course"): "course",
        _("Institution"): "institution",
        _("Unit"): "unit",
        _("Completed on"): "completed_on",
        _("Valid until"): "valid_until",
    }
    written, states = csv_lines(), {str(value): str(label) for value, label in Certificate.Standing.choices}
    yield "\ufeff" + written([defuse(label) for label in (*columns, _("State"))])
    for row in rows:
        values = [getattr(row, name) for name in columns.values()]
        cells = [defuse(value) if isinstance(value, str) else in_csv(value) for value in values]
        yield written([*cells, defuse(states[row.standing(today)])])


@require_safe
def of_cohort(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the former address of a cohort's certificates to the list."""
    return redirect(f"{reverse('certificates:index')}?cohort={pk}", permanent=True)
