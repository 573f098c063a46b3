"""Notices to players on a turn over days: it is open, half-way a decision waits, it ends soon."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.casework import State, see
from lms.foundation.interface.words import moment
from lms.foundation.plugins.notice import NoticeKind, Occasion, PendingNotice, Words

from ..page.choices import Mode, Status
from .arrivals import turn_began, under_way
from .models import Seat
from .scripts import script_of

UNTIL_CLOSED = timedelta(days=14)
"""How long a notice of a turn without a deadline makes sense."""
SOON, PART = timedelta(hours=3), 8
"""A turn ends soon in its last three hours, and in the last eighth of one that is shorter than a day."""


class TurnOpen(NoticeKind):
    """The text never says anything of the case: it may stand on the screen of a locked phone."""

    slug = "simulation_turn"
    name = gettext_lazy("A turn of a simulation is open")
    duty = "learner"
    every = timedelta(minutes=5)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        for run in under_way(Mode.TURNS, now=now):
            yield from _of(run, now)

    def words(self, told: Sequence[PendingNotice], *, now: datetime) -> Sequence[Words | None]:
        found = seats_of(told)
        return [_words(found.get(one.facts.get("seat")), one, now) for one in told]


def seats_of(told: Sequence[PendingNotice]) -> dict[Any, Seat]:
    """The seats that notices are about, where they are still had and the run goes on. One statement."""
    keys = [key for one in told if isinstance(key := one.facts.get("seat"), int)]
    seats = Seat.objects.taken().filter(run__status=Status.OPEN).select_related("run__activity")
    return dict(seats.in_bulk(keys))


def title_of(seat: Seat) -> str:
    return str(seat.run.activity.title_in(get_language() or "en"))


def _of(run: Any, now: datetime) -> Iterator[Occasion]:
    script, state = script_of(run), State.read(run.state)
    began = turn_began(run, state.turn, run.lines, now)
    ends = run.next_at or began + UNTIL_CLOSED
    half, soon = began + (ends - began) / 2, ends - min(SOON, (ends - began) / PART)
    for seat in run.followed:
        key, about = f"{run.pk}-{state.turn}-{seat.pk}", {"seat": seat.pk, "turn": state.turn + 1}
        about["until"] = run.next_at and ends.isoformat()
        yield Occasion(seat.person_id, key, began, ends, about)
        if run.next_at is None or now < half or not see(script, state, seat.role).questions:
            continue
        yield Occasion(seat.person_id, f"{key}-half", half, soon, about | {"waits": True})
        if seat.last is None or seat.last < began:
            yield Occasion(seat.person_id, f"{key}-soon", soon, ends, about | {"waits": True})


def _words(seat: Seat | None, one: PendingNotice, now: datetime) -> Words | None:
    if seat is None or not _still(seat, one):
        return None
    named = {"turn": one.facts["turn"], "title": title_of(seat)}
    until = one.facts.get("until")
    named["until"] = moment(datetime.fromisoformat(until), today=timezone.localdate(now)) if until else ""
    if one.facts.get("waits"):
        text = _("A decision waits for you in turn %(turn)s of “%(title)s”, until %(until)s.")
    elif until:
        text = _("Turn %(turn)s of “%(title)s” is open until %(until)s.")
    else:
        text = _("Turn %(turn)s of “%(title)s” is open.")
    return Words(_("Simulation"), text % named, reverse("simulation:seat", args=[seat.pk]))


def _still(seat: Seat, one: PendingNotice) -> bool:
    """Return whether it is still that turn, and a decision that waited still does."""
    state = State.read(seat.run.state)
    if state.turn + 1 != one.facts.get("turn"):
        return False
    return not one.facts.get("waits") or bool(see(script_of(seat.run), state, seat.role).questions)
