"""The certificate as a page: the same contents as its PDF, for screen readers and for paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.people.directory.requests import SignedInRequest

from ..lookup import own_or_visible
from ..models import Certificate
from . import rendering
from .contents import contents_of


@login_required
@require_safe
def page(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show the certificate in its own language, for its holder and for staff of the institution."""
    rows = Certificate.objects.exclude(status=Certificate.Status.WITHDRAWN)
    certificate = own_or_visible(rows.select_related("issuer", "earned_by__institution"), request.user, serial)
    sheet = rendering.sheet_for(certificate)
    with translation.override(certificate.language):
        contents = contents_of(certificate, sheet)
    context = {
        "title": certificate.course,
        "certificate": certificate,
        "contents": contents,
        "texts": {name: lines[0] for name, lines in contents.texts.items() if lines and lines[0]},
        "qr_alt": _("QR code that leads to the verification page"),
        "holds": certificate.standing(timezone.localdate()) == Certificate.Standing.VALID,
    }
    return render(request, "certificates/page.html", context)
