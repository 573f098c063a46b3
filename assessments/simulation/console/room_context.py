"""A plenary run on one screen: whose turn it is, and who sits there. Nothing of what any seat knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.shortcuts import get_object_or_404

from assessments.casework import OPEN, View, seat_view

from ..runs.access import name_of, people_in
from ..runs.current_state import state_at
from ..runs.models import Run, Seat
from ..runs.names import case_moment, words_of
from ..runs.scripts import script_of
from ..seat.page_context import AROUND


@dataclass(frozen=True)
class Place:
    """A role in the room: how many of its `people` are there, and whether something waits for them."""

    role: str
    name: str
    people: int
    here: int
    decides: bool
    answers: bool


@dataclass(frozen=True)
class Room:
    moment: str
    turn: int
    turns: int
    is_open: bool
    places: Sequence[Place]


def room_of(run: Run, now: datetime) -> Room:
    """Return the room of an opened run of `access.runs_of`, without a statement."""
    script, words, state = script_of(run), words_of(run), state_at(run, now)
    views = {role: seat_view(script, state, role) for role in script.seats}
    return Room(
        moment=case_moment(state.at),
        turn=state.turn + 1,
        turns=len(script.turn_ends),
        is_open=state.status == OPEN,
        places=[_place(run, view, words.seat(role)) for role, view in views.items()],
    )


def _place(run: Run, view: View, name: str) -> Place:
    people, is_open = people_in(run, view.seat), view.status == OPEN
    return Place(
        role=view.seat,
        name=name,
        people=len(people),
        here=sum(one.present for one in people),
        decides=is_open and bool(view.questions),
        answers=is_open and any(not one.answer for one in view.received),
    )


def sitting(run: Run) -> list[tuple[Seat, str, str]]:
    """List the taken seats of the case in a run of `access.runs_of`: the seat, its role, the name of its person."""
    words = words_of(run)
    roles = script_of(run).seats
    return [(seat, words.seat(role), name_of(seat, run)) for role in roles for seat in people_in(run, role)]


def seat_at(run: Run, role: str) -> Seat:
    """Return the seat from which is entered what those in a role say: of somebody who is there, before others. Raises
    `Http404` where nobody sits there.
    """
    rows = run.seats.taken().playing().filter(role=role).select_related(*AROUND).order_by("-present", "pk")
    first = rows.first()
    return first or get_object_or_404(rows)
