"""Pages of the health of the installation."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.foundation.plugins import health as checks
from lms.people.directory.requests import SignedInRequest
from lms.version import VERSION

from . import hosts, texts
from .keeping import Kept

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""The text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""
_LEVELS = {checks.UP: 0, checks.WARNING: 1, checks.DOWN: 2}
IN_WORDS = {
    checks.UP: gettext_lazy("Everything works."),
    checks.WARNING: gettext_lazy("Everything works; something waits longer than it should."),
    checks.DOWN: gettext_lazy("A part of the system does not work."),
}


def _ask(now: datetime) -> Mapping[str, checks.Finding]:
    hosts.mark("web", now)
    return checks.findings(now)


now_and_then = Kept(_ask, seconds=5)
"""Answer for strangers and machines, the same for five seconds, so that asking often costs nothing."""


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


@login_required
@require_safe
def operation(request: SignedInRequest) -> HttpResponse:
    """Show a superuser each part in words, with what to do; 404 for others."""
    if not request.user.is_superuser:
        raise Http404
    findings = _ask(timezone.now())
    context = {
        "title": _("Operation"),
        "sentence": IN_WORDS[checks.worst(findings)],
        "version": VERSION,
        "parts": texts.parts(findings),
    }
    return render(request, "home/operation.html", context)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the figures to Prometheus, which sends METRICS_TOKEN; 404 where none is set, 401 for another one."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "")
    if not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"}, content_type=CONTENT_TYPE)
    return HttpResponse(exposition(now_and_then(timezone.now())), content_type=CONTENT_TYPE)


def exposition(findings: Mapping[str, checks.Finding]) -> str:
    """Return every finding as gauges: the status of each part, its figures, and the disks of all machines."""
    return "\n".join(_lines(findings)) + "\n"


def _lines(findings: Mapping[str, checks.Finding]) -> Iterator[str]:
    yield from _head("build_info", "The version of the program.")
    yield _sample("build_info", 1, version=VERSION)
    yield from _head("part_status", "Health of a part: 0 up, 1 warning, 2 down.")
    for name, finding in findings.items():
        yield _sample("part_status", _LEVELS[finding.status], part=name)
    yield from _head("part_figure", "A figure of a part, named as on /health/.")
    for name, finding in findings.items():
        for figure, value in (finding.figures or {}).items():
            if isinstance(value, bool | int | float):
                yield _sample("part_figure", value, part=name, figure=figure)
    yield from _head("disk_free_bytes", "Free bytes of a disk.")
    for process, one in hosts.marks().items():
        for disk in one["disks"]:
            yield _sample("disk_free_bytes", disk["free"], process=process, disk=disk["kind"])


def _head(name: str, explanation: str) -> Iterator[str]:
    yield f"# HELP mafunzo_{name} {explanation}"
    yield f"# TYPE mafunzo_{name} gauge"


def _sample(name: str, value: float, **labels: str) -> str:
    written = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return (
        f"mafunzo_{name}{{{written}}} {float(value):g}"
        if isinstance(value, float)
        else f"mafunzo_{name}{{{written}}} {int(value)}"
    )


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
