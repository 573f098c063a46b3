"""One line into the log of a run that is locked: played, stored, and kept as the state of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from assessments.casework import (
    CLOSED,
    CONTROL,
    DEBRIEF,
    LONGEST,
    Entry,
    Refused,
    Script,
    State,
    changed_seats,
    next_minute,
    play,
    with_marks,
)
from lms.foundation.plugins.identifiers import own_uuid

from ..page.choices import Mode, Status
from . import schedules
from .etag import keep_names
from .models import LogEntry, Run, Seat
from .scripts import script_of, texts_of
from .statements import ENTRY, RUN

KEPT: Mapping[str, tuple[str, ...]] = {
    "decide": ("decision", "option", "reason", "relies"),
    "send": ("form", "values"),
    "receive": ("form", "accept", "reason"),
    "share": ("card", "to"),
    "say": ("to", "text", "as"),
    "opened": ("card", "message"),
    "fire": ("inject", "text"),
    "hold": ("inject", "held"),
    "judge": ("form", "field", "marks"),
    "note": ("text", "role", "owner", "until"),
    "tick": ("turn",),
}
"""By verb what the log keeps of what was sent. Marks of a form are given at the door, by us."""


class AlreadyEntered(Exception):
    """The id is in the log already, as `entry`; `is_same` where it is the same that was entered then."""

    def __init__(self, entry: LogEntry, line: "Line", data: Mapping[str, Any]) -> None:
        super().__init__(str(entry))
        self.entry = entry
        self.is_same = (entry.verb, _bare(entry.data)) == (line.verb, _bare(data))


@dataclass(frozen=True)
class Line:
    """Entry of a person: `role` of the case or `excon`, in `language`, for whose words a form is marked."""

    id: UUID
    role: str
    verb: str
    data: Mapping[str, Any]
    occurred_at: datetime
    language: str = "en"
    country: str = ""
    device: str = ""


def enter(run: Run, seat: Seat | None, line: Line, *, now: datetime) -> LogEntry:
    """Play `line` in `run`, which the caller has locked, and write what follows: the line, the run, what seats see.
    Three statements. Turns whose deadline is past are closed first, as the sweep would have done.

    Raises `Refused`, with nothing written by a caller that rolls back, and `AlreadyEntered`.
    """
    if run.status == Status.PLANNED:
        raise Refused("not_begun")
    while line.verb != "tick" and run.mode != Mode.LIVE and run.next_at is not None and run.next_at <= now:
        enter(run, None, Line(own_uuid(), CONTROL, "tick", {}, run.next_at), now=now)
    script, before = script_of(run), State.read(run.state)
    minute = schedules.minute_at(run.schedule, now.timestamp()) if not script.in_turns else before.at
    entry = Entry(line.role, line.verb, _kept(script, line), max(minute, before.at), str(line.id))
    if line.verb == "send":
        entry = with_marks(script, texts_of(run, line.language, line.country), entry)
    try:
        after = play(script, before, entry).state
    except Refused:
        if known := LogEntry.objects.filter(pk=line.id).first():
            raise AlreadyEntered(known, line, entry.data) from None
        raise
    written = _stored(run, seat, line, entry, now=now)
    keep(run, script, after, now=now)
    RUN.save(run)
    keep_names(run, script, after, changed_seats(script, replace(before, at=after.at), after))
    return written


def keep(run: Run, script: Script, state: State, *, now: datetime) -> None:
    """Give `run`, in memory, a state and what follows from it: its standing, its schedule and when it is next due."""
    was_paused = "paused_at" in run.schedule
    if state.paused and not was_paused:
        run.schedule = schedules.pause_schedule(run.schedule, now.timestamp(), script.in_turns)
    elif was_paused and not state.paused:
        run.schedule = schedules.resume_schedule(run.schedule, now.timestamp(), script.in_turns)
    run.state = state.as_json()
    over = {DEBRIEF: Status.DEBRIEF, CLOSED: Status.CLOSED}.get(state.status)
    run.status = over or (Status.PAUSED if state.paused else Status.OPEN)
    run.closed_at = now if run.status == Status.CLOSED else None
    run.next_at = next_at(run, script, state)


def next_at(run: Run, script: Script, state: State) -> datetime | None:
    """Return the time of the next event that happens by itself: in turns the end of the turn, live what is due, or the
    end of the case. None without one.
    """
    if run.status != Status.OPEN:
        return None
    if script.in_turns:
        moment = schedules.deadline(run.schedule, state.turn)
    else:
        minute = next_minute(script, state)
        moment = None if minute is None else schedules.moment_of(run.schedule, minute)
    return None if moment is None else datetime.fromtimestamp(moment, UTC)


def _kept(script: Script, line: Line) -> dict[str, object]:
    """Raise `Refused` for a text that is too long."""
    data = {name: line.data[name] for name in KEPT.get(line.verb, ()) if name in line.data}
    form = script.forms.get(str(data.get("form"))) if line.verb == "send" else None
    if form is not None and isinstance(values := data.get("values"), Mapping):
        data["values"] = {field.id: values[field.id] for field in form.fields if field.id in values}
    for name in ("text", "as", "role", "owner"):
        if isinstance(data.get(name), str) and len(data[name]) > LONGEST:
            raise Refused("long", field=name)
    return data


def _stored(run: Run, seat: Seat | None, line: Line, entry: Entry, *, now: datetime) -> LogEntry:
    written = LogEntry(
        id=line.id,
        run=run,
        seq=run.seq + 1,
        seat=seat,
        role=line.role,
        verb=line.verb,
        data=dict(entry.data),
        at=entry.at,
        occurred_at=line.occurred_at,
        received_at=now,
        device=line.device[:64],
    )
    if not ENTRY.insert(written):
        raise AlreadyEntered(LogEntry.objects.get(pk=line.id), line, entry.data)
    run.seq = written.seq
    return written


def _bare(data: Mapping[str, object]) -> dict[str, object]:
    """Return the entry without the marks, which are ours."""
    return {name: value for name, value in data.items() if name != "marks"}
