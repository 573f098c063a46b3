"""The page with which anybody verifies a certificate."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.people.identity.protection.throttling import asks_too_often

from . import serials
from .display import CertificateDisplay
from .models import Certificate

Status = Certificate.Status
MOST, SECONDS = 60, 60
"""Verifications from one address in so many seconds: enough for a class that shares it, too few for a machine that
guesses among 2**55 numbers.
"""


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
    if asks_too_often(request, "certificates:verify", most=MOST, seconds=SECONDS):
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


def _verdict(
    request: HttpRequest, *, verdict: str, typed: str, status: int = 200, shown: CertificateDisplay | None = None
) -> HttpResponse:
    context = {"verdict": verdict, "typed": typed[:200], "shown": shown, "title": _("Verify a certificate")}
    response = render(request, "certificates/verify.html", context, status=status)
    if verdict:
        response["X-Robots-Tag"] = "noindex"
    return response
