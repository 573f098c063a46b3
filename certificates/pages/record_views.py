"""The record of one certificate, for staff, and what they do there."""

from http import HTTPStatus
from textwrap import wrap

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .. import pdf_queue, services
from ..display import CertificateDisplay, titled
from ..models import Certificate


@login_required
@require_safe
def record(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show everything about one certificate, for staff of the institution; coordinators and administrators can revoke
    it there.
    """
    return _record(request, serial)


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
        "title": titled(serial),
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
    pdf_queue.render_again(certificate=_changeable(request, serial), by=request.user, now=timezone.now())
    messages.success(request, _("The PDF is being made again. Reload this page in a minute."))
    return redirect("certificates:record", serial)


def _changeable(request: SignedInRequest, serial: str) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(request.user, *REPORTING_ROLES), serial=serial)
