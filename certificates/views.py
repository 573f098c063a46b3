"""One's own certificates, the page with which anybody verifies one, and the record that staff see."""

from http import HTTPStatus
from textwrap import wrap

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from . import serials, services
from .display import CertificateDisplay
from .models import Certificate
from .verifying import throttling

Status = Certificate.Status


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Show the learner's certificates, the newest first."""
    today = timezone.localdate()
    rows = [
        CertificateDisplay.of(row, today=today)
        for row in Certificate.objects.of(request.user).order_by("-completed_on", "-pk")
    ]
    return render(request, "certificates/mine.html", {"rows": rows, "title": _("Certificates")})


@login_required
@require_safe
def pdf(request: SignedInRequest, serial: str) -> HttpResponseBase:
    """Show the PDF, for its holder and for staff of the institution; a page that explains where there is none."""
    certificate = Certificate.objects.of(request.user).filter(serial=serial).first()
    certificate = certificate or get_object_or_404(Certificate.objects.visible_to(request.user), serial=serial)
    if certificate.revoked_at is None and certificate.status == Status.RENDERED:
        return FileResponse(
            certificate.pdf.open(),
            as_attachment=True,
            filename=f"certificate-{serial}.pdf",
            content_type="application/pdf",
        )
    answers = {
        Status.PENDING: HTTPStatus.ACCEPTED,
        Status.FAILED: HTTPStatus.SERVICE_UNAVAILABLE,
        Status.WITHDRAWN: HTTPStatus.GONE,
    }
    status = HTTPStatus.GONE if certificate.revoked_at else answers[Status(certificate.status)]
    shown = CertificateDisplay.of(certificate, today=timezone.localdate())
    return render(
        request,
        "certificates/no_pdf.html",
        {"shown": shown, "title": _titled(serial)},
        status=status,
    )


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """Show the public form; what is typed there leads to the address that a QR code holds too."""
    typed = request.GET.get("serial", "").strip()
    if not typed:
        if "serial" in request.GET:
            return _verdict(request, verdict="missing", typed="", status=HTTPStatus.BAD_REQUEST)
        return _verdict(request, verdict="", typed="")
    try:
        return redirect("certificates:verify", serials.read(typed))
    except serials.InvalidSerial:
        return _verdict(request, verdict="mistyped", typed=typed, status=HTTPStatus.BAD_REQUEST)


@never_cache
@require_safe
def verify(request: HttpRequest, serial: str) -> HttpResponse:
    """Show the certificate with this serial to any person, in as few words as possible."""
    if throttling.too_many(request):
        return _verdict(request, verdict="paused", typed=serial, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        written = serials.read(serial)
    except serials.InvalidSerial:
        return _verdict(request, verdict="mistyped", typed=serial, status=HTTPStatus.BAD_REQUEST)
    certificate = Certificate.objects.filter(serial=written).first()
    if certificate is None:
        return _verdict(request, verdict="unknown", typed=written, status=HTTPStatus.NOT_FOUND)
    if certificate.status == Status.WITHDRAWN:
        return _verdict(request, verdict="withdrawn", typed="", status=HTTPStatus.GONE)
    shown = CertificateDisplay.of(certificate, today=timezone.localdate())
    return _verdict(request, verdict=shown.standing, typed="", shown=shown)


@login_required
@require_safe
def record(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show everything about one certificate, for staff of the institution; coordinators and administrators can revoke
    it there.
    """
    return _record(request, serial)


def _titled(serial: str) -> str:
    """Return a heading with the number, whose parts keep their order in a language that is read from right to left (UAX
    9, 2.4.2).
    """
    return _("Certificate %(serial)s") % {"serial": f"\u2066{serial}\u2069"}


def _record(request: SignedInRequest, serial: str, *, problem: str = "") -> HttpResponse:
    """Show the record; with what is wrong with the reason for revoking it, if something is."""
    certificate = get_object_or_404(
        Certificate.objects.visible_to(request.user).select_related("revoked_by", "earned_by"), serial=serial
    )
    own = certificate.earned_by.learner_id == request.user.pk
    may_change = (
        not own and Certificate.objects.visible_to(request.user, *REPORTING_ROLES).filter(pk=certificate.pk).exists()
    )
    shown = CertificateDisplay.of(certificate, today=timezone.localdate())
    context = {
        "shown": shown,
        "certificate": certificate,
        "may_change": may_change,
        "own": own,
        "digest": wrap(certificate.sha256, 16),
        "problems": [("why", problem)] if problem else [],
        "title": _titled(serial),
    }
    return render(
        request,
        "certificates/record.html",
        context,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
    )


@login_required
@require_POST
@confirmed_lately
def revoke(request: SignedInRequest, serial: str) -> HttpResponse:
    """Take a certificate back, with the reason that was given."""
    certificate = _changeable(request, serial)
    try:
        services.revoke(certificate=certificate, why=request.POST.get("why", ""), by=request.user, now=timezone.now())
    except services.NotRevocable as error:
        return _record(request, serial, problem=str(error))
    messages.success(request, _("The certificate is revoked. The verification page shows this."))
    return redirect("certificates:record", serial)


@login_required
@require_POST
def again(request: SignedInRequest, serial: str) -> HttpResponse:
    """Make a PDF that failed once more."""
    services.render_again(certificate=_changeable(request, serial), by=request.user, now=timezone.now())
    messages.success(request, _("The PDF is being made again. Reload this page in a minute."))
    return redirect("certificates:record", serial)


def _changeable(request: SignedInRequest, serial: str) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(request.user, *REPORTING_ROLES), serial=serial)


def _verdict(
    request: HttpRequest,
    *,
    verdict: str,
    typed: str,
    status: int = HTTPStatus.OK,
    shown: CertificateDisplay | None = None,
) -> HttpResponse:
    context = {"verdict": verdict, "typed": typed[:200], "shown": shown, "title": _("Verify a certificate")}
    response = render(request, "certificates/verify.html", context, status=status)
    if verdict:
        response["X-Robots-Tag"] = "noindex"
    return response
