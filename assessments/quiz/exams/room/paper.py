"""The room of an exam on paper: the plan of its seats, across, and the list to sign, upright."""

from django.template.loader import render_to_string

from lms.foundation.interface.paper import fonts
from lms.foundation.interface.paper.typesetting import typeset

from ..models import Sitting, Ticket
from ..times import Times
from . import roll

_PLAN_WIDTH = 257
"""Of the sheet across, in millimetres."""
_LONGEST = 60
"""Characters of a name on a seat."""


def pdf(sitting: Sitting, *, quiz: str, times: Times) -> bytes:
    """Return characters that no font has are left out: the number tells who it is. Raises `CannotBeSet`."""
    tickets = roll.tickets_of(sitting)
    for ticket in tickets:
        ticket.learner.name = fonts.drawable(ticket.learner.name)
        ticket.learner.service_number = fonts.drawable(ticket.learner.service_number)
    context = {
        "faces": fonts.faces(),
        "sitting": sitting,
        "quiz": fonts.drawable(quiz),
        "cohort": fonts.drawable(sitting.cohort.name),
        "room": fonts.drawable(sitting.room),
        "times": times,
        "lines": roll.lines(sitting, tickets, times),
        "plan": [(row, [_on_seat(one) for one in seats]) for row, seats in roll.table(sitting, tickets)],
        "width": _PLAN_WIDTH // (sitting.row_seats or 1),
    }
    return typeset(render_to_string("quiz/exams/room_paper.html", context))


def _on_seat(ticket: Ticket | None) -> tuple[str, str]:
    if ticket is None:
        return "", ""
    return ticket.learner.name[:_LONGEST], ticket.learner.service_number
