"""Hall of a sitting, and the seat of a ticket in words."""

from django.utils.translation import gettext as _

from .models import Sitting, Ticket
from .seats import Hall


def hall_of(sitting: Sitting) -> Hall | None:
    """Return the room as its seats were given."""
    return Hall(sitting.rows, sitting.row_seats) if sitting.rows and sitting.row_seats else None


def seat_in_words(sitting: Sitting, ticket: Ticket) -> str:
    """Return “Row 2, seat 4”; nothing where there is none."""
    hall = hall_of(sitting)
    if hall is None or not ticket.seat:
        return ""
    row, place = hall.place(ticket.seat)
    return _("Row %(row)s, seat %(seat)s") % {"row": row, "seat": place}
