"""The certificate as a page and as a tagged PDF: the same contents as its PDF, for screen readers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from ..lookup import own_or_visible
from ..models import Certificate
from . import tagged


def _certificate(request: SignedInRequest, serial: str) -> Certificate:
    rows = Certificate.objects.exclude(status=Certificate.Status.WITHDRAWN)
    return own_or_visible(rows.select_related("issuer", "earned_by__institution"), request.user, serial)


@login_required
@require_safe
def page(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show the certificate in its own language, for its holder and for staff of the institution."""
    certificate = _certificate(request, serial)
    is_own = certificate.earned_by.learner_id == request.user.pk
    back = reverse("certificates:mine") if is_own else reverse("certificates:record", args=[serial])
    context = tagged.context_of(certificate) | {
        "trail": [(_("Certificates") if is_own else certificate.serial, back)],
        "title": certificate.course,
        "holds": certificate.standing(timezone.localdate()) == Certificate.Standing.VALID,
        "is_tagged": tagged.is_installed() and certificate.revoked_at is None,
    }
    return render(request, "certificates/page.html", context)


@login_required
@require_safe
def tagged_pdf(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show the page as a tagged PDF, where the extra is installed, unless the certificate was revoked."""
    certificate = _certificate(request, serial)
    if not tagged.is_installed() or certificate.revoked_at is not None:
        raise Http404
    name = {"Content-Disposition": f'attachment; filename="certificate-{serial}-tagged.pdf"'}
    return HttpResponse(tagged.tagged_pdf(certificate), content_type="application/pdf", headers=name)
