"""How a run stands at a moment, if nobody does anything more: nothing is stored by looking."""

from datetime import datetime

from assessments.casework import State, begun, settle

from . import schedules
from .models import Run
from .scripts import script_of


def state_at(run: Run, now: datetime) -> State:
    """In turns the clock stands still until the turn is closed; live it is as far as the schedule says."""
    script = script_of(run)
    state = State.read(run.state) if run.state else begun(script)
    if script.in_turns or not run.schedule:
        return state
    return settle(script, state, max(state.at, schedules.minute_at(run.schedule, now.timestamp())))
