"""The list of who sits an exam, and the seats of the room as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..halls import hall_of, seat_in_words
from ..models import Sitting, Ticket
from ..times import Times


@dataclass(frozen=True)
class RollLine:
    """One learner on the list: the seat in words, nothing where they have none, and extra minutes."""

    number: int
    ticket: Ticket
    seat: str
    extra: int


def lines(sitting: Sitting, tickets: Sequence[Ticket], times: Times) -> list[RollLine]:
    """Return the lines of the roll in the order of `tickets`; no statement."""
    return [
        RollLine(number, ticket, seat_in_words(sitting, ticket), times.extra_minutes(ticket.learner_id))
        for number, ticket in enumerate(tickets, start=1)
    ]


def table(sitting: Sitting, tickets: Sequence[Ticket]) -> list[tuple[int, list[Ticket | None]]]:
    """Return the rows of the room from the front, each with its number and who sits where; rows without anybody are
    left out at the back.
    """
    hall = hall_of(sitting)
    if hall is None:
        return []
    by_seat = {ticket.seat: ticket for ticket in tickets if ticket.seat}
    last = max(by_seat, default=0)
    used = hall.place(last)[0] if last else 0
    width = range(1, hall.row_seats + 1)
    return [(row + 1, [by_seat.get(row * hall.row_seats + place) for place in width]) for row in range(used)]


def tickets_of(sitting: Sitting) -> list[Ticket]:
    """Return the tickets in force, by service number. One statement."""
    rows = sitting.tickets.in_force().select_related("learner")
    return list(rows.order_by("learner__service_number", "pk"))
