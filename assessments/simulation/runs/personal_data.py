"""Personal data of simulations: seats and entries of people; the texts that they wrote are deleted with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import PersonalData

if TYPE_CHECKING:
    from lms.people.directory.models import User


def _texts_go(rows: Any, person: "User") -> None:
    from .erasure import erase_texts

    erase_texts(rows)


def _entry(row: Any) -> Mapping[str, object]:
    return {
        "run": str(row.run_id),
        "role": row.role,
        "verb": row.verb,
        "data": row.data,
        "at": row.at,
        "occurred_at": row.occurred_at,
        "received_at": row.received_at,
        "device": row.device,
    }


def _seated_twice(rows: Any, person: "User") -> Any:
    """Return seats without entries of the account that goes, where the other account has the same seat."""
    own = set(person.simulation_seats.values_list("run", "role"))
    return [seat for seat in rows.filter(entries=None) if (seat.run_id, seat.role) in own]


PERSONAL_DATA = (
    PersonalData(
        "simulation.Seat",
        person="person",
        what=_("Which role somebody had in a run of a simulation, and from when to when."),
        erased="kept without the person",
        fields=("run", "role", "present", "joined_at", "left_at"),
        merged="moved",
        spare=_seated_twice,
        staff=("run", "role", "joined_at", "left_at"),
    ),
    PersonalData(
        "simulation.Seat",
        person="attempt__enrolment__learner",
        what=_("The attempt that a seat in a simulation was."),
        erased="kept without the person",
        fields=("attempt",),
    ),
    PersonalData(
        "simulation.LogEntry",
        person="seat__person",
        what=_("Decisions, texts and messages of somebody in a run of a simulation, and when."),
        erased="kept without the person",
        shown=_entry,
        erase=_texts_go,
    ),
    PersonalData(
        "simulation.LogEntry",
        person="source__seat__person",
        what=_("Copies of that in runs which were forked; words in them go with those that were copied."),
        erased="kept without the person",
        fields=("run", "role", "verb"),
    ),
)
