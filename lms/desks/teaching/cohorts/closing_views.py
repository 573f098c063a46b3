"""Closing a cohort whose time is over, and opening it again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.learning.progress.models import Enrolment
from lms.people.administration.records.services import close_cohort, reopen_cohort
from lms.people.directory.models import Cohort
from lms.people.directory.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what closing does and which learners are still under way (GET); close the cohort, or open it again
    (POST).
    """
    cohort = get_object_or_404(Cohort.objects.closable_by(request.user), pk=pk)
    if request.method == "POST":
        _do(request, cohort)
        return redirect("teach:cohort", pk)
    under_way = Enrolment.objects.visible_to(request.user).filter(learner__cohorts=pk, completed_at=None)
    context = {
        "title": _("Open the cohort again") if cohort.closed_at else _("Close the cohort"),
        "trail": [(_("My cohorts"), reverse("teach:cohorts")), (cohort.name, reverse("teach:cohort", args=[pk]))],
        "cohort": cohort,
        "under_way": under_way.values("learner").distinct().count(),
    }
    return render(request, "teaching/close.html", context)


def _do(request: SignedInRequest, cohort: Cohort) -> None:
    asked: dict[str, Any] = {"cohort": cohort, "now": timezone.now(), "by": request.user}
    if request.POST.get("do") == "open":
        if reopen_cohort(**asked):
            messages.success(request, _("The cohort is open again."))
    elif close_cohort(**asked):
        messages.success(request, _("The cohort is closed."))
