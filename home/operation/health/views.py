"""Pages of the health of the installation."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.plugins import health as checks
from lms.version import VERSION

from . import hosts
from .keeping import Kept

IN_WORDS = {
    checks.UP: gettext_lazy("Everything works."),
    checks.WARNING: gettext_lazy("Everything works; something waits longer than it should."),
    checks.DOWN: gettext_lazy("A part of the system does not work."),
}


def _ask(now: datetime) -> Mapping[str, checks.Finding]:
    hosts.mark("web", now)
    return checks.findings(now)


now_and_then = Kept(_ask, seconds=5)
"""What strangers and machines are answered: whoever asks often is given the same for five seconds."""


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Show the health of the installation: JSON for machines, one sentence for people who look with a browser. 503
    where a check fails.
    """
    findings = now_and_then(timezone.now())
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
