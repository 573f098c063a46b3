"""A plenary run on one screen: the board, each seat behind its curtain, and who is there."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.casework import Refused
from lms.foundation.interface.parsing import whole_number
from lms.learning.progress.journal.services import EventConflict
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from ..page.choices import EXCON, Mode, Status
from ..planning.tab import trail_of
from ..runs import services
from ..runs.access import hand_of, run_of
from ..runs.models import Run, Seat
from ..seat.case_file import word_of
from ..seat.entry_data import read_entry
from ..seat.page_context import NOTHING, page_of
from ..seat.seat_view import Refusal
from .room_context import room_of, seat_at


@require_safe
@never_cache
def room(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the roles and their turns, as everybody in the room may see them."""
    run = _plenary(request, key)
    with clock_of(run.institution):
        title = run.activity.title_in(get_language() or "en")
        trail = [*trail_of(run.cohort), (_("Console"), reverse("simulation:console", args=[key]))]
        context = {"title": title, "run": run, "room": room_of(run, timezone.now()), "trail": trail}
        return render(request, "simulation/room.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def behind(request: SignedInRequest, key: UUID, role: str) -> HttpResponse:
    """Show the seat of those in a role: first the curtain, then what they know; by POST an entry that they dictate."""
    run = _plenary(request, key)
    row = seat_at(run, role)
    if request.method == "POST":
        return _entered(request, run, row)
    with clock_of(run.institution):
        context = _page(run, row, word=word_of(request.GET.get("q", "")))
        name = "simulation/seat.html" if request.GET.get("open") == "1" else "simulation/curtain.html"
        return render(request, name, context)


@require_POST
def present(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Note which people are in the room."""
    run = _plenary(request, key)
    here = [number for one in request.POST.getlist("here") if (number := whole_number(one, digits=18)) is not None]
    services.mark_present(run=run, seats=here, by=request.user, now=timezone.now())
    messages.success(request, _("Noted who is here."))
    return redirect(f"{reverse('simulation:console', args=[key])}#here")


def _plenary(request: SignedInRequest, key: UUID) -> Run:
    """Return a run in one room that was opened, for whoever runs it."""
    run = run_of(request, key)
    hand = hand_of(run, request.user)
    if hand is None or hand.role != EXCON or run.mode != Mode.PLENARY or run.status == Status.PLANNED:
        raise Http404
    return run


def _entered(request: SignedInRequest, run: Run, row: Seat) -> HttpResponse:
    now = timezone.now()
    try:
        verb, data, entry_id = read_entry(request.POST)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    try:
        services.record(seat=row, verb=verb, data=data, entry_id=entry_id, by=request.user, now=now)
    except (Refused, EventConflict) as why:
        with clock_of(run.institution):
            context = _page(run, seat_at(run, row.role), Refusal(verb, data), why)
            return render(request, "simulation/seat.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(f"{reverse('simulation:behind', args=[run.pk, row.role])}?open=1")


def _picture(run: Run, name: str) -> str:
    """Return the address of a picture for exercise control, which does not have the seat."""
    return reverse("simulation:picture", args=[run.pk, name])


def _page(
    run: Run, row: Seat, refusal: Refusal = NOTHING, why: Exception | None = None, *, word: str = ""
) -> dict[str, object]:
    page = page_of(row, timezone.now(), refusal, why, word=word, picture=partial(_picture, run))
    return page | {"room": reverse("simulation:room", args=[run.pk]), "asked": [("open", "1")], "live": {}}
