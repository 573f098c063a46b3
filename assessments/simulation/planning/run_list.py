"""Runs as staff see them in a list: how far each is, and which seats it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from assessments.casework import seat_view
from lms.people.directory.models import User

from ..page.choices import Status
from ..runs.access import people_in, plays_in
from ..runs.current_state import state_at
from ..runs.models import Run
from ..runs.names import case_moment, words_of
from ..runs.scripts import script_of

PILLS = {Status.OPEN: "pill-due", Status.PAUSED: "pill-due", Status.DEBRIEF: "pill-due", Status.CLOSED: "pill-done"}


@dataclass(frozen=True)
class RunRow:
    """`lags` are the roles that have something to decide, `seated` how many of `seats` somebody has."""

    run: Run
    title: str
    pill: str
    moment: str
    turn: int | None
    turns: int
    seated: int
    seats: int
    lags: str
    own: bool


def run_rows(runs: Iterable[Run], person: User, *, now: datetime) -> list[RunRow]:
    """Return runs of `access.runs_of`, as `person` sees them: no more of a run in which they play than that it is
    there.
    """
    return [_listed(run, person, now) for run in runs]


def _listed(run: Run, person: User, now: datetime) -> RunRow:
    script, own = script_of(run), plays_in(run, person)
    state = None if own or run.status == Status.PLANNED else state_at(run, now)
    in_play = state is not None and run.status in (Status.OPEN, Status.PAUSED)
    lags = [role for role in script.seats if in_play and state is not None and seat_view(script, state, role).questions]
    return RunRow(
        run=run,
        title=str(run.activity.title_in(get_language() or "en")),
        pill=PILLS.get(Status(run.status), ""),
        moment=case_moment(state.at) if in_play and state is not None else "",
        turn=state.turn + 1 if in_play and state is not None and script.in_turns else None,
        turns=len(script.turn_ends),
        seated=sum(bool(people_in(run, role)) for role in script.seats),
        seats=len(script.seats),
        lags=words_of(run).seats(lags),
        own=own,
    )
