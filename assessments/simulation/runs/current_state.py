"""Present state of a run if nobody acts any more: pages show it without writing."""

from bisect import bisect_left
from datetime import UTC, datetime

from assessments.casework import CONTROL, OPEN, Entry, Script, State, play, settle

from ..page.choices import Mode, Status
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


def ends_at(run: Run, state: State) -> datetime | None:
    """Return the moment at which the turn ends, or live the play; None where nobody knows it yet."""
    script = script_of(run)
    if state.status != OPEN:
        return None
    return moment_of(run, script.turn_ends[state.turn] if script.in_turns else script.case.ends)


def moment_of(run: Run, minute: int) -> datetime | None:
    """Return the moment at which something of `minute` of the case happens by itself: in turns as its turn ends. None
    where the clock stands or turns are closed by hand.
    """
    if run.mode == Mode.LIVE:
        found = schedules.moment_of(run.schedule, minute)
    else:
        found = schedules.deadline(run.schedule, bisect_left(script_of(run).turn_ends, minute))
    return None if found is None else datetime.fromtimestamp(found, UTC)


def running_clock(run: Run, now: datetime) -> dict[str, str]:
    """Return the minute of the case and how many go by in a second, for a page whose clock goes on by itself."""
    is_going = run.mode == Mode.LIVE and run.status == Status.OPEN
    minute, pace = schedules.running(run.schedule, now.timestamp()) if is_going else (0, 0)
    return {"minute": f"{minute:.2f}", "pace": f"{pace:.6f}" if pace else ""}


def _at_this_minute(run: Run, script: Script, state: State, now: datetime) -> State:
    if not script.in_turns and run.status == Status.OPEN:
        state.at = max(state.at, schedules.minute_at(run.schedule, now.timestamp()))
    return state


def _is_past(run: Run, state: State, now: datetime) -> bool:
    moment = schedules.deadline(run.schedule, state.turn)
    return moment is not None and moment <= now.timestamp()
