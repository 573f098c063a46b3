"""The console: the state of a run, what of it is new, and what whoever runs it enters."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.casework import Refused
from lms.foundation.interface.cache_headers import never_cached
from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.identifiers import uuid7, uuid7_of
from lms.learning.progress.journal.services import EventConflict
from lms.people.directory.clocks import clock_of
from lms.people.directory.requests import SignedInRequest

from ..page.choices import EXCON, OBSERVER, Status
from ..planning.seat_offers import seat_late
from ..planning.tab import trail_of
from ..runs import services
from ..runs.access import hand_of, run_of
from ..runs.current_state import running_clock
from ..runs.guest_access import WatchedRun, may_debrief, watched_run
from ..runs.models import Run, Seat
from . import polling
from .page_context import console_of
from .refusals import sentence
from .room_context import sitting

IN_PLAY = (Status.OPEN, Status.PAUSED)
PACE = {"soon": 5, "later": 15}
"""Seconds between two questions of the page: while something happened lately, and otherwise."""
PLACES = {"fire": "msel", "hold": "msel", "free": "msel", "say": "say", "note": "note"}
"""By what was asked for the part of the page where it is; all else is the clock."""


@require_safe
def show(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the state of the run."""
    seen = watched_run(request, key)
    if seen.run.status == Status.PLANNED:
        return redirect("simulation:seats", key)
    return _page(request, seen)


@require_safe
def pulse(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the parts of the console that are not those of the tag that the page has; 304 where nothing is new. Three
    statements with that of the session; two more where something is.
    """
    seen, now = watched_run(request, key), timezone.now()
    if seen.run.status == Status.PLANNED:
        raise Http404
    had, stamp = request.headers.get("If-None-Match", ""), polling.stamp_of(seen.run, now)
    if polling.stamp_in(had) == stamp:
        response: HttpResponse = HttpResponseNotModified()
        response.headers["ETag"] = had
    else:
        with clock_of(seen.run.institution):
            context = _context(request, seen, now)
            parts = polling.changed_parts(had, context["digests"])
            response = render(request, "simulation/console_parts.html", context | {"parts": parts})
        response.headers["ETag"] = context["live"]["tag"]
    never_cached(response)
    return response


@require_POST
def enter(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Enter something as whoever runs it; the same form sent twice enters it once."""
    hand, wanted = hand_of(watched_run(request, key).run, request.user), request.POST.get("verb", "")
    if hand is None:
        raise Http404
    try:
        verb, data = _sent(wanted, request.POST)
        about: dict[str, Any] = {"entry_id": _entry_id(request), "by": request.user, "now": timezone.now()}
        services.record(seat=hand, verb=verb, data=data, **about)
    except Refused as why:
        return _page(request, watched_run(request, key), (_place_of(why, wanted, request.POST), sentence(why)))
    except EventConflict:
        messages.warning(
            request, _("You sent this form before with other content. This page shows the run as it is now.")
        )
    if wanted == "finish":
        return redirect("simulation:debrief", key)
    return redirect(f"{reverse('simulation:console', args=[key])}#{PLACES.get(wanted, 'clock')}")


@require_POST
def join(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Seat a person who comes late, in a free seat of a role or in place of another person: they know all that the role
    knows.
    """
    run = run_of(request, key)
    role, leaving = _place(run, request.POST.get("place", ""))
    number = request.POST.get("number", "").strip()[:40]
    why = seat_late(run, role, number, leaving, by=request.user, now=timezone.now())
    if not why:
        messages.success(request, _("This person has the seat."))
        return redirect(f"{reverse('simulation:console', args=[key])}#join")
    return _page(request, watched_run(request, key), ("join", why))


def _place_of(why: Refused, wanted: str, post: QueryDict) -> str:
    """Return the place of the error on the page: beside the words of an inject that can still be given, or in the part
    where it was asked.
    """
    beside = wanted == "fire" and _text(post) and why.why != "given"
    return f"text-{post.get('inject', '')}" if beside else PLACES.get(wanted, "clock")


def _place(run: Run, text: str) -> tuple[str, Seat | None]:
    """Return the role to sit in, and who has to leave for it: “role fiu” or “seat 12”."""
    kind, _space, value = text.partition(" ")
    if kind == "seat":
        row = next((one for one in run.seats.all() if str(one.pk) == value and one.left_at is None), None)
        if row is None:
            raise Http404
        return row.role, row
    return value, None


def _entry_id(request: SignedInRequest) -> UUID:
    try:
        return uuid7_of(request.POST.get("entry", ""))
    except ValueError as bad:
        raise BadRequest("An entry has an id of its own.") from bad


def _sent(wanted: str, post: QueryDict) -> tuple[str, Mapping[str, object]]:
    """Return the verb and its data. Raises `Refused`."""
    take = _TAKEN.get(wanted)
    if take is None:
        raise Refused("unknown_verb", verb=wanted)
    return ("hold" if wanted == "free" else wanted), take(post)


def _text(post: QueryDict, name: str = "text") -> str:
    return post.get(name, "").replace("\x00", "").replace("\r\n", "\n").strip()


def _note(post: QueryDict) -> dict[str, object]:
    if not _text(post):
        raise Refused("no_reason", field="text")
    return {"text": _text(post)}


def _fire(post: QueryDict) -> dict[str, Any]:
    text = _text(post)
    return {"inject": post.get("inject", "")} | ({"text": text} if text else {})


def _tick(post: QueryDict) -> dict[str, object]:
    """Return the turn to close: the present one may be another by now. Raises `Refused` where it is no number."""
    turn = whole_number(post.get("turn"), digits=4)
    if turn is None:
        raise Refused("turn_over")
    return {"turn": turn}


_TAKEN: Mapping[str, Callable[[QueryDict], dict[str, Any]]] = {
    "tick": _tick,
    "pause": lambda post: {},
    "resume": lambda post: {},
    "finish": lambda post: {},
    "fire": _fire,
    "hold": lambda post: {"inject": post.get("inject", ""), "held": True},
    "free": lambda post: {"inject": post.get("inject", ""), "held": False},
    "say": lambda post: {"to": post.getlist("to"), "text": _text(post), "as": _text(post, "as")},
    "note": _note,
}


def _page(request: SignedInRequest, seen: WatchedRun, problem: tuple[str, str] | None = None) -> HttpResponse:
    with clock_of(seen.run.institution):
        context = _context(request, seen, timezone.now()) | {
            "problems": [problem] if problem else [],
            "at_fault": problem[0] if problem else "",
            "sent": request.POST if problem else {},
            "sent_to": request.POST.getlist("to") if problem else [],
            "sitting": sitting(seen.run) if seen.is_host else [],
            "trail": trail_of(seen.run.cohort) if seen.is_host else [],
        }
        return render(request, "simulation/console.html", context, status=422 if problem else 200)


def _context(request: SignedInRequest, seen: WatchedRun, now: datetime) -> dict[str, Any]:
    """Return the context of the whole page, or of its parts. Two statements."""
    run, hand = seen.run, hand_of(seen.run, request.user)
    runs_it = hand is not None and hand.role == EXCON
    console = console_of(run, now, seen.name)
    digests = polling.digests_of(console, run)
    tag = polling.tag_of(polling.stamp_of(run, now), digests)
    return {
        "title": run.activity.title_in(get_language() or "en"),
        "run": run,
        "console": console,
        "digests": digests,
        "live": {"address": reverse("simulation:console-pulse", args=[run.pk]), "tag": tag, **PACE},
        "running": running_clock(run, now),
        "hand": hand,
        "host": seen.is_host,
        "steers": runs_it and run.status in IN_PLAY,
        "forks": runs_it and seen.is_host,
        "notes": hand is not None and hand.role != OBSERVER and run.status != Status.CLOSED,
        "in_play": run.status in IN_PLAY,
        "debriefs": run.status not in IN_PLAY and may_debrief(seen, request.user),
        "new_id": uuid7,
        "turn_now": run.state.get("turn", 0),
    }
