"""What players are told while a run goes on in turns: that a turn is open, and half-way that a decision waits."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.casework import State, see
from lms.interface.words import moment
from lms.plugins.notice import NoticeKind, Occasion, Told, Words

from . import schedules
from .choices import Mode, Status
from .models import Run, Seat
from .scripts import script_of

UNTIL_CLOSED = timedelta(days=14)
"""How long a notice of a turn without a deadline makes sense."""


class TurnOpen(NoticeKind):
    """The text never says anything of the case: it may stand on the screen of a locked phone."""

    slug = "simulation_turn"
    name = gettext_lazy("A turn of a simulation is open")
    duty = "learner"
    every = timedelta(minutes=5)

    def occasions(self, *, now: datetime) -> Iterable[Occasion]:
        runs = Run.objects.filter(status=Status.OPEN, mode=Mode.TURNS).prefetch_related("seats").order_by("pk")
        for run in runs.iterator(chunk_size=50):
            yield from _of(run, now)

    def words(self, told: Sequence[Told], *, now: datetime) -> Sequence[Words | None]:
        keys = [one.facts.get("seat") for one in told]
        seats = Seat.objects.taken().filter(run__status=Status.OPEN).select_related("run__activity")
        found = seats.in_bulk([key for key in keys if isinstance(key, int)])
        return [_words(found.get(one.facts.get("seat") or 0), one, now) for one in told]


def _of(run: Run, now: datetime) -> Iterator[Occasion]:
    script, state = script_of(run), State.read(run.state)
    began = datetime.fromtimestamp(_began(run, state.turn), UTC)
    ends = run.next_at or began + UNTIL_CLOSED
    half = began + (ends - began) / 2
    for seat in run.seats.all():
        if seat.attempt_id is None or seat.left_at is not None:
            continue
        facts = {"seat": seat.pk, "turn": state.turn + 1, "until": run.next_at and ends.isoformat()}
        yield Occasion(seat.person_id, f"{run.pk}-{state.turn}-{seat.pk}", began, ends, facts)
        if run.next_at is not None and half <= now and see(script, state, seat.role).questions:
            yield Occasion(seat.person_id, f"{run.pk}-{state.turn}-{seat.pk}-half", half, ends, facts | {"waits": True})


def _began(run: Run, turn: int) -> float:
    before = schedules.deadline(run.schedule, turn - 1) if turn else None
    opened = run.opened_at.timestamp() if run.opened_at else 0
    return max(opened, before or 0)


def _words(seat: Seat | None, one: Told, now: datetime) -> Words | None:
    if seat is None:
        return None
    named = {"turn": one.facts["turn"], "title": seat.run.activity.title_in(get_language() or "en")}
    until = one.facts.get("until")
    named["until"] = moment(datetime.fromisoformat(until), today=timezone.localdate(now)) if until else ""
    if one.facts.get("waits"):
        text = _("A decision waits for you in turn %(turn)s of “%(title)s”, until %(until)s.")
    elif until:
        text = _("Turn %(turn)s of “%(title)s” is open until %(until)s.")
    else:
        text = _("Turn %(turn)s of “%(title)s” is open.")
    return Words(_("Simulation"), text % named, reverse("simulation:seat", args=[seat.pk]))
