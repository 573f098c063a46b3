"""The list of runs; planning one, seating people in it, and beginning it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.people.directory.clocks import at_home, clock_of
from lms.people.directory.requests import SignedInRequest

from ..page.choices import CONTROL_ROLES, EXCON, Status
from ..runs import services
from ..runs.access import cohort_of, hand_of, listed_runs, run_of
from ..runs.guest_access import guests_of, listed_elsewhere
from ..runs.models import Run
from ..runs.names import words_of
from ..runs.scripts import script_of
from .forms import BeginForm, PlanForm
from .queries import PlayableCase, cases_of
from .run_list import run_rows
from .seat_offers import people_of, roles_of, seat_number, seat_people
from .tab import trail_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from lms.people.directory.models import Cohort

ON_A_PAGE, PEOPLE = 30, 100


@require_safe
@at_home
def runs(request: SignedInRequest) -> HttpResponse:
    """Show all runs where one teaches or administers, the latest first: how far each is, and for whom it waits."""
    page = Paginator(listed_runs(request).order_by("-planned_at", "pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    now, others = timezone.now(), listed_elsewhere(request.user)
    context = {
        "title": _("Simulations"),
        "page": page,
        "runs": run_rows(page, request.user, now=now),
        "steered": run_rows(others, request.user, now=now),
        "guests": guests_of(request.user),
    }
    return render(request, "simulation/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, cohort: int, activity: UUID) -> HttpResponse:
    """Plan a run of a case for a cohort."""
    row = cohort_of(request, cohort)
    case = _case(row, activity)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        about: dict[str, Any] = {"activity": activity, "release": case.release, "cohort": row, **form.cleaned_data}
        run = services.plan_run(
            **about, institution=row.institution, by=request.user, key=_key(request), now=timezone.now()
        )
        return redirect("simulation:seats", run.pk)
    context = {"title": case.title, "cohort": row, "form": form, "key": uuid7(), "trail": trail_of(row)}
    return render(request, "simulation/plan.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the seats with their people, and people to seat; a POST seats them."""
    run, problems = run_of(request, key), {}
    if request.method == "POST":
        problems = _seated(request, run)
        if not problems:
            return redirect("simulation:seats", key)
        run = run_of(request, key)
    return _seats_page(request, run, problems)


@require_POST
def leave(request: SignedInRequest, key: UUID, seat: int) -> HttpResponse:
    """Take somebody out of a seat."""
    run = run_of(request, key)
    row = get_object_or_404(run.seats.all(), pk=seat)
    services.unseat(seat=row, by=request.user, now=timezone.now())
    return redirect("simulation:seats", key)


@require_POST
def take(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Run it, too."""
    run = run_of(request, key)
    try:
        services.seat(run=run, role=EXCON, person=request.user, by=request.user, now=timezone.now())
    except services.NotSeated as why:
        messages.error(request, str(why))
    return redirect("simulation:console", key)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Begin the run by POST, after seating whoever was given a role in the same form. Its fields are on the page of the
    seats.
    """
    run, now = run_of(request, key), timezone.now()
    if run.status != Status.PLANNED:
        return redirect("simulation:console", key)
    if request.method != "POST":
        return redirect(f"{reverse('simulation:seats', args=[key])}#begin")
    problems = seat_people(run, _chosen(request, run), by=request.user, now=now)
    run = run_of(request, key)
    with clock_of(run.institution):
        form = _begin_form(run, request.POST, now)
        if form.is_valid() and not any(one.attempt_id for one in run.seats.all()):
            form.add_error(None, _("Give a seat to at least one person first."))
        if form.is_valid() and not problems:
            services.open_run(run=run, by=request.user, timing=form.timing(), now=now)
            return redirect("simulation:console", key)
    return _seats_page(request, run, {f"role-{person}": why for person, why in problems.items()}, form)


def _begin_form(run: Run, sent: "QueryDict | None", now: datetime) -> BeginForm:
    first = int(run.state.get("turn", 0)) if run.state else 0
    return BeginForm(sent, script=script_of(run), mode=run.mode, first=first, now=now)


def _seats_page(
    request: SignedInRequest, run: Run, problems: Mapping[str, str], form: BeginForm | None = None
) -> HttpResponse:
    is_refused = bool(problems or form)
    with clock_of(run.institution):
        if run.status == Status.PLANNED:
            form = form or _begin_form(run, None, timezone.now())
        context = _casting(request, run, problems) | {"form": form}
        return render(request, "simulation/seats.html", context, status=422 if is_refused else 200)


def _case(cohort: "Cohort", activity: UUID) -> PlayableCase:
    found = next((one for one in cases_of(cohort) if one.activity == activity), None)
    if found is None:
        raise Http404
    return found


def _key(request: SignedInRequest) -> UUID:
    """Return the key of the run that the form plans: sent twice, it plans one run."""
    try:
        return uuid7_of(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def _seated(request: SignedInRequest, run: Run) -> dict[str, str]:
    """Seat people; return the reason for each who was not seated, by the id of the field."""
    now, by = timezone.now(), request.user
    if "number" in request.POST:
        number = request.POST["number"].strip()[:40]
        why = seat_number(run, request.POST.get("role", ""), number, by=by, now=now)
        return {"number": why} if why else {}
    chosen = _chosen(request, run)
    if not chosen:
        return {"": _("Choose a role for at least one person.")}
    return {f"role-{person}": why for person, why in seat_people(run, chosen, by=by, now=now).items()}


def _chosen(request: SignedInRequest, run: Run) -> dict[int, str]:
    """Return the roles that were chosen, by the keys of people."""
    chosen = {}
    for name, role in request.POST.items():
        person = whole_number(name.removeprefix("role-"), digits=18) if name.startswith("role-") else None
        if person is not None and role in script_of(run).seats:
            chosen[person] = role
    return chosen


def _casting(request: SignedInRequest, run: Run, problems: Mapping[str, str]) -> dict[str, object]:
    word, chosen = " ".join(request.GET.get("q", "").split())[:80], _chosen(request, run)
    roles = roles_of(run, words_of(run))
    page = Paginator(people_of(run, request.user, word), PEOPLE).get_page(request.GET.get("page"))
    return {
        "title": _("Seats"),
        "run": run,
        "roles": roles,
        "playing": [role for role in roles if role.id not in CONTROL_ROLES],
        "empty": [role.name for role in roles if role.id not in CONTROL_ROLES and not role.people],
        "page": page,
        "people": [(one, chosen.get(one.pk), problems.get(f"role-{one.pk}")) for one in page],
        "word": word,
        "query": f"{urlencode({'q': word})}&" if word else "",
        "number": request.POST.get("number", ""),
        "number_role": request.POST.get("role", ""),
        "number_problem": problems.get("number"),
        "problems": problems.items(),
        "may_change": run.status in (Status.PLANNED, Status.OPEN, Status.PAUSED),
        "hand": hand_of(run, request.user),
        "trail": trail_of(run.cohort),
    }
