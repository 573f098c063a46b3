"""The debrief of a run that is over: the page, a line of the plan, and closing the run."""

from collections import Counter
from math import isfinite
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.casework import Refused
from lms.foundation.interface.stale_forms import status_of
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.learning.progress.journal.services import EventConflict
from lms.people.audit.services import note_seen
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from ..console.refusals import sentence
from ..page.choices import OBSERVER, Status
from ..planning.tab import trail_of
from ..runs import services
from ..runs.access import hand_of, run_of
from ..runs.guest_access import WatchedRun, evaluated_run
from ..runs.models import Run, Seat
from ..runs.names import words_of
from ..runs.shares import DONE, with_result
from .form_marks import marks_of, papers_of
from .forms import MarksForm, PlanLineForm
from .page_context import debrief_of

Problem = tuple[str, str]
"""The id of a field, and the sentence beside it."""
SEEN = "simulation-names-seen"
"""In the audit log: somebody looked at who played what, and how well."""


@require_safe
def show(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the events of the run and their causes, by roles; with `names=1` also the names of the players."""
    seen = evaluated_run(request, key)
    if seen.run.status not in (Status.DEBRIEF, Status.CLOSED):
        return redirect("simulation:console", key)
    return _page(request, seen, PlanLineForm())


@require_POST
def plan_line(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show a line of the improvement plan; the same form sent twice is one line."""
    seen = evaluated_run(request, key)
    with clock_of(seen.run.institution):
        form = PlanLineForm(request.POST, today=timezone.localdate())
    hand = _hand(request, seen.run)
    if seen.run.status != Status.DEBRIEF:
        return redirect("simulation:console", key)
    if not form.is_valid():
        return _page(request, seen, form)
    cleaned = form.cleaned_data
    data = {"text": cleaned["text"], "owner": cleaned["owner"], "until": cleaned["until"].isoformat()}
    about: dict[str, Any] = {"entry_id": _entry_id(request), "by": request.user, "now": timezone.now()}
    try:
        services.record(seat=hand, verb="note", data=data, **about)
    except Refused as why:
        messages.error(request, sentence(why))
    except EventConflict:
        messages.warning(
            request, _("You sent this form before with other content. This page shows the run as it is now.")
        )
    return redirect(f"{reverse('simulation:debrief', args=[key])}#plan")


@require_POST
def judge(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Set other marks for what was written in a field of a form."""
    seen = evaluated_run(request, key)
    hand = _hand(request, seen.run)
    if seen.run.status != Status.DEBRIEF:
        return redirect("simulation:console", key)
    form, field = request.POST.get("form", ""), request.POST.get("field", "")
    place, given = f"marks-{form}-{field}", _marks(request.POST.get("marks", ""))
    about: dict[str, Any] = {"entry_id": _entry_id(request), "by": request.user, "now": timezone.now()}
    made = MarksForm({**request.POST.dict(), "marks": given}, marks=marks_of(seen.run, form, field))
    if not made.is_valid() and not seen.run.log.filter(pk=about["entry_id"]).exists():
        return _page(request, seen, PlanLineForm(), refused=(place, made.said), status=status_of(made))
    try:
        services.record(seat=hand, verb="judge", data={"form": form, "field": field, "marks": given}, **about)
    except Refused as why:
        return _page(request, seen, PlanLineForm(), refused=(place, sentence(why)))
    except EventConflict:
        messages.warning(
            request, _("You sent this form before with other content. This page shows the run as it is now.")
        )
    query = urlencode({"form": form})
    return redirect(f"{reverse('simulation:debrief', args=[key])}?{query}#marks")


def _hand(request: SignedInRequest, run: Run) -> Seat:
    """Return with which role the person writes in the debrief; 404 where they have none, or observe."""
    hand = hand_of(run, request.user)
    if hand is None or hand.role == OBSERVER:
        raise Http404
    return hand


def _marks(text: str) -> float | None:
    """Return a number with a point or a comma; None for what is none."""
    try:
        number = float(text.strip().replace(",", ".").replace("٫", "."))
    except ValueError:
        return None
    return number if isfinite(number) else None


@require_POST
def close(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Close the run: the results go to the learners’ own records."""
    run = run_of(request, key)
    try:
        services.close_run(run=run, by=request.user, now=timezone.now())
    except Refused as why:
        messages.error(request, sentence(why))
        return redirect("simulation:console", key)
    messages.success(request, _("Closed. Learners find their results in their course."))
    return redirect("simulation:debrief", key)


def _entry_id(request: SignedInRequest) -> UUID:
    try:
        return uuid7_of(request.POST.get("entry", ""))
    except ValueError as bad:
        raise BadRequest("An entry has an id of its own.") from bad


def _page(
    request: SignedInRequest, seen: WatchedRun, form: PlanLineForm, refused: Problem | None = None, status: int = 422
) -> HttpResponse:
    run, named = seen.run, request.GET.get("names") == "1"
    writes = _may_write(hand_of(run, request.user), run)
    console = (_("Console"), reverse("simulation:console", args=[run.pk]))
    with clock_of(run.institution):
        context = {
            "title": _("Debrief"),
            "run": run,
            "case": run.activity.title_in(get_language() or "en"),
            "debrief": debrief_of(run),
            "named": named,
            "people": _people(request, seen) if named else [],
            "host": seen.is_host,
            "may_plan": writes,
            "form": form,
            "entry": uuid7(),
            "new_id": uuid7,
            "papers": papers_of(run) if writes else [],
            "without": _without_result(run) if run.status == Status.DEBRIEF else [],
            **_marks_on_page(request, refused),
            "trail": [*(trail_of(run.cohort) if seen.is_host else []), console],
        }
        return render(request, "simulation/debrief.html", context, status=status if form.errors or refused else 200)


def _without_result(run: Run) -> list[tuple[str, int]]:
    """Return roles, and how many who have or had them did too little for a result. One statement."""
    played = [one for one in run.seats.all() if one.attempt_id is not None]
    counted = with_result(played, run.log.filter(verb__in=DONE).values_list("role", "seat"))
    words, without = words_of(run), Counter(one.role for one in played if one not in counted)
    return [(words.seat(role), number) for role, number in without.items()]


def _marks_on_page(request: SignedInRequest, refused: Problem | None) -> dict[str, object]:
    """Return the form that is open, and where marks were `refused`, what was sent, the id of their field and the
    reason.
    """
    if refused is None:
        return {"opened": request.GET.get("form", "")}
    return {"opened": request.POST.get("form", ""), "problems": [refused], "sent": request.POST}


def _may_write(hand: Seat | None, run: Run) -> bool:
    return hand is not None and hand.role != OBSERVER and run.status == Status.DEBRIEF


def _people(request: SignedInRequest, seen: WatchedRun) -> list[tuple[str, str]]:
    """Return roles with who played them, as far as the person may know; that they were looked at stands in the audit
    log.
    """
    words, played = words_of(seen.run), [one for one in seen.run.seats.all() if one.attempt_id is not None]
    named = [(seat, name) for seat in played if (name := seen.name(seat))]
    for seat, _name in named:
        note_seen(SEEN, person=seat.person, by=request.user, now=timezone.now())
    return [(words.seat(seat.role), name) for seat, name in named]
