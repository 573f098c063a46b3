"""Page on which holders begin to renew a certificate."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.foundation.interface import words
from lms.people.directory.requests import SignedInRequest

from . import renewals
from .models import Certificate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: SignedInRequest, serial: str) -> HttpResponse:
    """Show the courses that renew one's own certificate (GET), and begin one (POST)."""
    now, today = timezone.now(), timezone.localdate()
    certificate = get_object_or_404(Certificate.objects.of(request.user).select_related("earned_by"), serial=serial)
    ways, problem = renewals.ways(certificate, today), ""
    if request.method == "POST":
        try:
            enrolment = renewals.begin(
                certificate=certificate, course=request.POST.get("course", ""), today=today, now=now
            )
            return redirect("learn:course", enrolment.course.slug)
        except renewals.NotRenewable as error:
            problem = str(error)
    context = {
        "title": _("Renew the certificate: %(course)s") % {"course": certificate.course},
        "trail": [(_("Certificates"), reverse("certificates:mine"))],
        "certificate": certificate,
        "renewed": renewals.is_renewed(certificate),
        "ways": _titled(ways),
        "later": _later(certificate, today) if ways else None,
        "problem": problem,
    }
    return render(request, "certificates/renew.html", context, status=422 if problem else 200)


def _later(certificate: Certificate, today: date) -> dict[str, str] | None:
    """Return the day from which a shorter course renews `certificate` too, and its title; None where none will."""
    first, course = certificate.renewable_from, renewals.later_refresher(certificate, today)
    return (
        {"date": words.full_date(first), "course": course.title_in(get_language() or "")} if first and course else None
    )


def _titled(ways: list[renewals.Way]) -> list[tuple[renewals.Way, str, str]]:
    """Return each way with the title of its course, and the last day in words where it has one."""
    language = get_language() or ""
    return [(way, way.course.title_in(language), words.full_date(way.until) if way.until else "") for way in ways]
