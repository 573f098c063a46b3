"""Playing on from a moment of a run, as another one."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.casework import Refused
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.people.directory.requests import SignedInRequest

from ..console.refusals import sentence
from ..page.choices import EXCON, Status
from ..planning.tab import trail_of
from ..runs import services
from ..runs.access import hand_of, run_of
from ..runs.models import Run
from .forks import ForkForm, moments_of, nearest


@require_http_methods(["GET", "HEAD", "POST"])
def fork(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Choose the moment; then the new run is there, and people are seated in it. Sent twice, it is one."""
    run = _run_by(request, key)
    sent = request.POST if request.method == "POST" else None
    moments = moments_of(run)
    form = ForkForm(sent, moments=moments, initial={"upto": nearest(moments, request.GET.get("entry", ""))})
    if form.is_valid():
        try:
            about = {"by": request.user, "now": timezone.now(), "key": _key(request), **form.cleaned_data}
            return redirect("simulation:seats", services.fork(run=run, **about).pk)
        except Refused as why:
            form.add_error("upto", sentence(why))
    context = {
        "title": _("Begin another run from an earlier moment"),
        "case": run.activity.title_in(get_language() or "en"),
        "run": run,
        "form": form,
        "key": request.POST.get("key") or uuid7(),
        "trail": [*trail_of(run.cohort), (_("Console"), reverse("simulation:console", args=[key]))],
    }
    return render(request, "simulation/fork.html", context, status=422 if form.errors else 200)


def _run_by(request: SignedInRequest, key: UUID) -> Run:
    """Return a run that is or was played, for whoever runs it."""
    run = run_of(request, key)
    hand = hand_of(run, request.user)
    if hand is None or hand.role != EXCON or run.status == Status.PLANNED:
        raise Http404
    return run


def _key(request: SignedInRequest) -> UUID:
    try:
        return uuid7_of(request.POST.get("key", ""))
    except ValueError:
        return uuid7()
