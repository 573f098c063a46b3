"""One's own certificates on one page, and the PDF of one."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from ..display import CertificateDisplay, titled
from ..lookup import own_or_visible
from ..models import Certificate

Status = Certificate.Status
ORDER = ("valid", "expired", "revoked")
"""Standings on one's own page, in this order; documents that were replaced are folded below."""


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the learner's certificates over the years: those that are valid first, in each standing the newest first."""
    today = timezone.localdate()
    rows = Certificate.objects.of(request.user).order_by("-completed_on", "-pk")
    shown = [CertificateDisplay.of(row, today=today) for row in rows]
    context = {
        "title": _("Certificates"),
        "rows": [row for standing in ORDER for row in shown if row.standing == standing],
        "replaced": [row for row in shown if row.standing == Certificate.Standing.REPLACED],
    }
    return render(request, "certificates/mine.html", context)


@login_required
@require_safe
def pdf(request: SignedInRequest, serial: str) -> HttpResponseBase:
    """Show the PDF, for its holder and for staff of the institution; a page that explains where there is none."""
    certificate = own_or_visible(Certificate.objects.all(), request.user, serial)
    if certificate.revoked_at is None and certificate.status == Status.RENDERED:
        about = {"filename": f"certificate-{serial}.pdf", "content_type": "application/pdf"}
        return FileResponse(certificate.pdf.open(), as_attachment=True, **about)
    answers = {
        Status.PENDING: HTTPStatus.ACCEPTED,
        Status.FAILED: HTTPStatus.SERVICE_UNAVAILABLE,
        Status.WITHDRAWN: HTTPStatus.GONE,
    }
    status = HTTPStatus.GONE if certificate.revoked_at else answers[Status(certificate.status)]
    shown = CertificateDisplay.of(certificate, today=timezone.localdate())
    return render(request, "certificates/no_pdf.html", {"shown": shown, "title": titled(serial)}, status=status)
