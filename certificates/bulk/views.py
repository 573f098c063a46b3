"""Files for a ceremony: what would go into them, have them made, watch, and fetch them."""

from collections import Counter
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.foundation.work.progress import progress_of
from lms.people.directory.decorators import for_staff
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .. import services as certificates
from ..filters import CertificateFilters
from ..models import Ceremony, Certificate
from . import services

MOST_SHOWN, MOST_ASKED = 20, 200
KINDS = {"archive": ("zip", "application/zip"), "print": ("pdf", "application/pdf")}
Status = Certificate.Status


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def ceremonies(request: SignedInRequest) -> HttpResponse:
    """Show what the files of the certificates that match the filters in the address would hold (GET), and have them
    made (POST).
    """
    form, problem = CertificateFilters(request.GET, viewer=request.user), ""
    if not form.is_valid():
        raise Http404
    lacking, total = _lacking(request, form), services.certificates_of(form).count()
    if request.method == "POST":
        issues = "issue" in request.POST and lacking["ready"] > 0
        problem = _problem(total, issues)
        if not problem:
            return redirect("certificates:ceremony", _begin(request, form, issues).pk)
    context = _contents(form) | {
        "title": _("Files for a ceremony"),
        "trail": [(_("Certificates"), f"{reverse('certificates:index')}?{form.query()}")],
        "total": total,
        "lacking": lacking,
        "problems": [("", problem)] if problem else [],
        "ceremonies": Ceremony.objects.of(request.user).order_by("-made_at").defer("wanted")[:MOST_SHOWN],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "certificates/ceremonies.html", context, status=status)


def _contents(form: CertificateFilters) -> dict[str, object]:
    """Return how many of the certificates wait for their PDF, and of how many it could not be made."""
    rows = services.certificates_of(form)
    return {"form": form, "waiting": rows.pending().count(), "failed": rows.failed().count()}


def _problem(total: int, issues: bool) -> str:
    """Explain why no files are made of so many certificates; nothing where they are."""
    if total > Ceremony.MOST:
        return _("More certificates are chosen than one ceremony may have. Choose a cohort, a course or days.")
    if not total and not issues:
        return _("None of these certificates is valid today. Choose others in the list of certificates.")
    return ""


def _begin(request: SignedInRequest, form: CertificateFilters, issues: bool) -> Ceremony:
    language, now = get_language() or "en", timezone.now()
    return services.begin(form=form, issues=issues, title=_title(form), language=language, by=request.user, now=now)


def _title(form: CertificateFilters) -> str:
    """Return the name of the cohort, or of the course or programme, that is chosen."""
    cohort, what = form.cleaned_data["cohort"], form.cleaned_data["what"]
    field: Any = form.fields["what"]
    courses = {key: title for _label, options in field.choices[1:] for key, title in options}
    names = [str(cohort) if cohort else "", courses.get(what, "")]
    return " · ".join(filter(None, names)) or _("Certificates")


def _lacking(request: SignedInRequest, form: CertificateFilters) -> dict[str, Any]:
    """Return how many completed enrolments of the cohort lack a certificate that could be issued now, how many are kept
    back, and why.
    """
    cohort = form.cleaned_data["cohort"]
    if cohort is None:
        return {"ready": 0, "reasons": []}
    rows = services.lacking(cohort, request.user)
    refused = certificates.refusals(list(rows.select_related("learner", "institution")[:MOST_ASKED]))
    reasons = Counter(map(str, refused.values())).most_common()
    return {"ready": max(rows.count() - len(refused), 0), "reasons": reasons}


@require_safe
@for_staff
def ceremony(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far the files are, what is missing in them and why, and the way to them."""
    row = get_object_or_404(Ceremony.objects.of(request.user).defer("wanted"), pk=pk)
    context = {
        "title": row.title,
        "trail": [
            (_("Certificates"), reverse("certificates:index")),
            (_("Files for a ceremony"), reverse("certificates:ceremonies")),
        ],
        "ceremony": row,
        "progress": progress_of(row, again=request.path, status=row.get_status_display()),
        "left_out": [sentence(reason, number) for reason, number in row.left_out.items()],
        "gone_on": row.made_at + Ceremony.KEPT,
    }
    return render(request, "certificates/ceremony.html", context)


def sentence(reason: str, number: int) -> str:
    """Explain why `number` certificates are in no file."""
    sentences: dict[str, str] = {
        Status.PENDING: ngettext(
            "%(number)s PDF was not made in time. Make the files again in a minute.",
            "%(number)s PDFs were not made in time. Make the files again in a minute.",
            number,
        ),
        Status.FAILED: ngettext(
            "%(number)s PDF could not be made. Its record says why.",
            "%(number)s PDFs could not be made. Their records say why.",
            number,
        ),
    }
    ended = ngettext(
        "%(number)s certificate is not valid any more.", "%(number)s certificates are not valid any more.", number
    )
    return sentences.get(reason, ended) % {"number": number}


@never_cache
@require_safe
@for_staff
@confirmed_lately(file=True)
def fetch(request: SignedInRequest, pk: int, kind: str) -> HttpResponseBase:
    """Return the ZIP or the PDF to print."""
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(Ceremony.objects.of(request.user), pk=pk)
    try:
        file = services.fetch(ceremony=row, kind=kind, by=request.user, now=timezone.now())
    except services.NotThere:
        messages.warning(request, _("These files are no longer there. Have them made again."))
        return redirect("certificates:ceremony", pk)
    ending, content_type = KINDS[kind]
    return FileResponse(file, as_attachment=True, filename=f"certificates-{pk}.{ending}", content_type=content_type)
