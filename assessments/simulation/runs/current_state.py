"""Present state of a run if nobody acts any more: pages show it without writing."""

from datetime import datetime

from assessments.casework import CONTROL, OPEN, Entry, Script, State, play, settle

from ..page.choices import Status
from . import schedules
from .models import Run
from .scripts import script_of


def state_at(run: Run, now: datetime) -> State:
    """Return the present state: live, what happened since the last entry; in turns also turns whose deadline is
    past. No statement.
    """
    script, state = script_of(run), State.read(run.state)
    if run.status != Status.OPEN or run.next_at is None or run.next_at > now:
        return _at_this_minute(run, script, state, now)
    if not script.in_turns:
        return settle(script, state, schedules.minute_at(run.schedule, now.timestamp()))
    while state.status == OPEN and _is_past(run, state, now):
        state = play(script, state, Entry(CONTROL, "tick")).state
    return state


def turn_ends_at(run: Run, state: State) -> float | None:
    """Return the moment (seconds since 1970) at which the turn ends; None where it is closed by hand."""
    return schedules.deadline(run.schedule, state.turn) if state.status == OPEN else None


def _at_this_minute(run: Run, script: Script, state: State, now: datetime) -> State:
    if not script.in_turns and run.status == Status.OPEN:
        state.at = max(state.at, schedules.minute_at(run.schedule, now.timestamp()))
    return state


def _is_past(run: Run, state: State, now: datetime) -> bool:
    moment = schedules.deadline(run.schedule, state.turn)
    return moment is not None and moment <= now.timestamp()
