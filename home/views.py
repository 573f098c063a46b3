"""Landing page of each role, and the health page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.interface.navigation import landing_of
from lms.foundation.plugins import health as checks
from lms.version import VERSION

IN_WORDS = {
    checks.UP: gettext_lazy("Everything works."),
    checks.WARNING: gettext_lazy("Everything works; something waits longer than it should."),
    checks.DOWN: gettext_lazy("A part of the system does not work."),
}


@login_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Redirect after signing in: on to the first place of one's bar. Who has no duty is told what to do."""
    place = landing_of(request.user)
    if place:
        return redirect(place)
    return render(request, "home/no_duty.html", {"title": _("You are signed in")})


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show the health of the installation: JSON for machines, one sentence for people who look with a browser. 503
    where a check fails.
    """
    findings = checks.findings(timezone.now())
    status = checks.worst(findings)
    code = 503 if status == checks.DOWN else 200
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        return render(
            request,
            "home/health.html",
            {"title": IN_WORDS[status], "findings": findings, "status": status},
            status=code,
        )
    parts = {name: {"status": finding.status, **(finding.figures or {})} for name, finding in findings.items()}
    return JsonResponse({"status": status, "version": VERSION, "checks": parts}, status=code)
