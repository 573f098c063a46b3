"""The record of one certificate, for staff, and what they do there."""

from collections.abc import Callable
from http import HTTPStatus
from textwrap import wrap
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.learning.progress.models import Enrolment
from lms.learning.progress.models.reasons import NoReason
from lms.people.directory.choices import REPORTING_ROLES
from lms.people.directory.requests import SignedInRequest
from lms.people.identity.factors.stepup import confirmed_lately

from .. import pdf_queue, services
from ..display import CertificateDisplay, titled
from ..models import Certificate, Entry

RELATED = ("earned_by", "renews", "replaced_by", "issued_by")


@login_required
@require_safe
def record(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show everything about one certificate and what was done with it, for staff of the institution; coordinators and
    administrators change it there.
    """
    return _record(request, serial)


def _record(request: SignedInRequest, serial: str, *, field: str = "", problem: str = "") -> HttpResponse:
    """Show the record; with what is wrong with the `field` that was sent, if something is."""
    seen = Certificate.objects.visible_to(request.user)
    certificate = get_object_or_404(seen.select_related(*RELATED), serial=serial)
    own = certificate.earned_by.learner_id == request.user.pk
    changed = Certificate.objects.visible_to(request.user, *REPORTING_ROLES)
    context = {
        "title": titled(serial),
        "trail": [(_("Certificates"), reverse("certificates:index"))],
        "shown": CertificateDisplay.of(certificate, today=timezone.localdate()),
        "certificate": certificate,
        "entries": Entry.objects.filter(certificate=certificate.pk).select_related("by").order_by("pk"),
        "others": _others(certificate),
        "may_change": not own and changed.filter(pk=certificate.pk).exists(),
        "own": own,
        "digest": wrap(certificate.sha256, 16),
        "problem_at": field,
        "problems": [(field, problem)] if problem else [],
        "sent": request.POST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "certificates/record.html", context, status=status)


def _others(certificate: Certificate) -> list[tuple[str, str]]:
    """Return the certificates that this one has to do with, each with how. One statement for those that came later."""
    later = Certificate.objects.filter(renews=certificate.pk) | Certificate.objects.filter(replaced_by=certificate.pk)
    found = [(_("Renewed by") if row.renews_id == certificate.pk else _("Replaces"), row) for row in later]
    earlier = [(_("Renews"), certificate.renews), (_("Replaced by"), certificate.replaced_by)]
    return [(how, row.serial) for how, row in [*earlier, *found] if row is not None]


def _act(
    request: SignedInRequest, serial: str, field: str, said: str, act: Callable[[Certificate], Certificate]
) -> HttpResponse:
    """Do something to a certificate that the viewer may change, and show the record, or what is wrong with `field`."""
    rows = Certificate.objects.visible_to(request.user, *REPORTING_ROLES).select_related("earned_by")
    try:
        changed = act(get_object_or_404(rows, serial=serial))
    except (services.NotPossible, NoReason) as error:
        return _record(request, serial, field=field, problem=str(error))
    messages.success(request, said)
    return redirect("certificates:record", changed.serial)


def _given(request: SignedInRequest) -> dict[str, Any]:
    return {"why": request.POST.get("why", ""), "by": request.user, "now": timezone.now()}


@login_required
@require_POST
@confirmed_lately
def revoke(request: SignedInRequest, serial: str) -> HttpResponse:
    """Take a certificate back, with the reason that was given."""
    said = _("The certificate is revoked. The verification page shows this.")
    return _act(request, serial, "why", said, lambda row: services.revoke(certificate=row, **_given(request)))


@login_required
@require_POST
@confirmed_lately
def reinstate(request: SignedInRequest, serial: str) -> HttpResponse:
    """Let a revoked certificate hold again, with the reason that was given."""
    said = _("The certificate is reinstated. The verification page shows this.")
    return _act(request, serial, "why", said, lambda row: services.reinstate(certificate=row, **_given(request)))


@login_required
@require_POST
@confirmed_lately
def correct(request: SignedInRequest, serial: str) -> HttpResponse:
    """Issue a new document with the name as it should be, and mark this one as replaced."""
    said, name = _("The name is corrected. This is the new document."), request.POST.get("name", "")

    def act(row: Certificate) -> Certificate:
        return services.correct_name(certificate=row, name=name, **_given(request))

    return _act(request, serial, "name", said, act)


@login_required
@require_POST
@confirmed_lately
def again(request: SignedInRequest, serial: str) -> HttpResponse:
    """Make the PDF once more, with the reason that was given where there is one already."""
    said = _("The PDF is being made again. Reload this page in a minute.")
    return _act(request, serial, "again", said, lambda row: pdf_queue.render_again(certificate=row, **_given(request)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed_lately
def by_hand(request: SignedInRequest, enrolment: int) -> HttpResponse:
    """Ask for the reason (GET), and issue a certificate by hand that is kept back (POST)."""
    rows = Enrolment.objects.visible_to(request.user, *REPORTING_ROLES)
    row = get_object_or_404(rows.select_related("learner", "institution", "course"), pk=enrolment)
    problem = ""
    if request.method == "POST":
        try:
            issued = services.issue_by_hand(enrolment=row, **_given(request))
            messages.success(request, _("The certificate is issued."))
            return redirect("certificates:record", issued.serial)
        except services.NotPossible as error:
            problem = str(error)
    context = {
        "title": _("Issue the certificate by hand"),
        "enrolment": row,
        "course": row.course.title_in(get_language() or "en"),
        "programmes": [one.programme.title_in(get_language() or "en") for one in services.programmes_lacking([row.pk])],
        "reasons": [str(why) for why in services.refusals([row]).values()],
        "problems": [("why", problem)] if problem else [],
        "sent": request.POST,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "certificates/by_hand.html", context, status=status)
