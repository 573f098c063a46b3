"""Pictures of cards: to the seat that was told the card, who runs the run or reads its debrief, and its author."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from assessments.casework import Card
from lms.foundation.interface.pictures import image_response
from lms.people.directory.requests import SignedInRequest

from ..authoring.access import desk
from ..page.choices import EXCON, Status
from ..pictures.models import Picture
from ..runs.access import hand_of
from ..runs.current_state import state_at
from ..runs.guest_access import may_debrief, watched_run
from ..runs.scripts import script_of
from .page_context import row_of


def picture_response(request: HttpRequest, name: str, cards: Iterable[Card | None]) -> HttpResponseBase:
    """Show the picture called `name`, if it is that of one of the `cards`. Raises `Http404`. One statement.

    The reader’s browser keeps it, which saves a slow line, and shows it again only where it is told that it still may:
    that answer has no bytes of it and takes no statement.
    """
    if name not in {card.picture for card in cards if card is not None}:
        raise Http404
    response = get_conditional_response(request, etag=f'"{name}"') or _whole(name)
    response["ETag"] = f'"{name}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _whole(name: str) -> HttpResponse:
    row = Picture.objects.filter(pk=name).first()
    if row is None:
        raise Http404
    return image_response(bytes(row.data), "image/jpeg")


@require_safe
def of_seat(request: SignedInRequest, pk: int, name: str) -> HttpResponseBase:
    """Show the picture of a card that came to one’s own seat; 404 before it came."""
    row = row_of(request.user, pk)
    if row.run.status == Status.PLANNED:
        raise Http404
    cards = script_of(row.run).cards
    told = state_at(row.run, timezone.now()).told.get(row.role, ())
    return picture_response(request, name, [cards.get(one.card) for one in told])


@require_safe
def of_run(request: SignedInRequest, key: UUID, name: str) -> HttpResponseBase:
    """Show the picture of any card of the case to exercise control; once the play is over also to people who may read
    the debrief.
    """
    seen = watched_run(request, key)
    hand = hand_of(seen.run, request.user)
    runs_it = hand is not None and hand.role == EXCON
    is_over = seen.run.status in (Status.DEBRIEF, Status.CLOSED)
    if not runs_it and not (is_over and may_debrief(seen, request.user)):
        raise Http404
    return picture_response(request, name, script_of(seen.run).case.cards)


@require_safe
def of_draft(request: SignedInRequest, page: int, name: str) -> HttpResponseBase:
    """Show the picture of a card of the draft to people who may edit it."""
    return picture_response(request, name, desk(request, page).draft.case.cards)
