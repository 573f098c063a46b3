"""The instructor's list of practice logs that wait to be countersigned."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lms.people.directory.choices import TEACHING_ROLES

from . import services
from .models import Log, LogQuerySet

LONGEST = 200


def _theirs(request: HttpRequest) -> LogQuerySet:
    """The logs that the person may countersign; 404 for somebody who teaches nobody.

    At these addresses nobody sees more than the institutions where the plugin is on: the house narrows `request.user`
    to them.
    """
    if not (request.user.is_superuser or request.user.duties & set(TEACHING_ROLES)):
        raise Http404
    return Log.objects.visible_to(request.user, *TEACHING_ROLES)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """The logs that have waited longest, first."""
    logs = (
        _theirs(request)
        .waiting()
        .select_related("attempt__enrolment__learner", "attempt__enrolment__course")
        .order_by("logged_at", "pk")
    )
    return render(
        request, "fieldnotes/waiting.html", {"title": _("Practice logs to countersign"), "logs": logs[:LONGEST]}
    )


@require_POST
def countersign(request: HttpRequest, pk: int) -> HttpResponse:
    """Countersign a log; asked twice, it is countersigned once."""
    log = get_object_or_404(_theirs(request), pk=pk)
    if services.countersign(log=log, by=request.user, now=timezone.now()):
        messages.success(request, _("Countersigned."))
    return redirect("fieldnotes:waiting")
