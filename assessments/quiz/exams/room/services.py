"""The only writer of seats: give them to everybody anew, or the free ones to who has none."""

from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log as note

from lms.people.directory.models import User

from .. import seats
from ..halls import hall_of
from ..models import Sitting, Ticket
from ..seats import Hall
from ..sittings import SittingOver, refuse_examined

SEATED = "quiz.sitting_seats"


class Order(TextChoices):
    NUMBER = "number", gettext_lazy("By service number")
    NAME = "name", gettext_lazy("By name")
    MIXED = "mixed", gettext_lazy("Mixed, so that neighbours on the list sit apart")


class TooFewSeats(ValueError):
    """More people are expected than the room has seats."""


@transaction.atomic
def seat(*, sitting: Sitting, hall: Hall, order: str, by: User, now: datetime, seed: int | None = None) -> list[Ticket]:
    """Return a seat for everybody who has a card, from the first one on. As many statements for a thousand people as
    for three.

    Raises `TooFewSeats`, `SittingOver`, and `OwnCase` where `by` is examined here.
    """
    sitting = _open(sitting, by)
    roll = list(sitting.tickets.in_force().order_by(*_BY[Order(order)]).select_for_update(of=("self",), no_key=True))
    if len(roll) > hall.seats:
        raise TooFewSeats(
            _("This room has %(seats)s seats, and %(people)s people are expected.")
            % {"seats": hall.seats, "people": len(roll)}
        )
    if order == Order.MIXED:
        drawn = seats.mixed(len(roll), hall, seed=int(now.timestamp()) if seed is None else seed)
        roll = [roll[place] for place in drawn]
    sitting.rows, sitting.row_seats = hall.rows, hall.row_seats
    sitting.save(update_fields=["rows", "row_seats"])
    sitting.tickets.update(seat=None)  # so that no two have one seat while they change
    for number, ticket in enumerate(roll, start=1):
        ticket.seat = number
    Ticket.objects.bulk_update(roll, ["seat"], batch_size=200)
    note(sitting, SEATED, user=by, timestamp=now)
    return roll


@transaction.atomic
def seat_rest(*, sitting: Sitting, by: User, now: datetime) -> list[Ticket]:
    """Return the first free seats for who has none; everybody else keeps theirs. Raises as `seat` does."""
    sitting = _open(sitting, by)
    hall = hall_of(sitting)
    standing = list(
        sitting.tickets.in_force()
        .order_by("learner__service_number", "pk")
        .select_for_update(of=("self",), no_key=True)
    )
    taken = {ticket.seat for ticket in standing}
    free = [number for number in range(1, (hall.seats if hall else 0) + 1) if number not in taken]
    rest = [ticket for ticket in standing if ticket.seat is None]
    if len(rest) > len(free):
        raise TooFewSeats(_("There are not enough free seats. Give all seats again, with more rows."))
    for ticket, number in zip(rest, free, strict=False):
        ticket.seat = number
    Ticket.objects.bulk_update(rest, ["seat"], batch_size=200)
    if rest:
        note(sitting, SEATED, user=by, timestamp=now)
    return rest


_BY = {
    Order.NUMBER: ("learner__service_number", "pk"),
    Order.NAME: ("learner__name", "pk"),
    Order.MIXED: ("learner__service_number", "pk"),
}


def _open(sitting: Sitting, by: User) -> Sitting:
    refuse_examined(by, sitting)
    sitting = Sitting.objects.select_for_update(of=("self",), no_key=True).get(pk=sitting.pk)
    if sitting.closed_at is not None:
        raise SittingOver(_("This sitting is closed. Plan another one."))
    return sitting
