"""Runs of a case that several people play, as the demo school plays them by a log. Import it where simulations are
installed.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from assessments.casework import Refused, State
from assessments.casework.definition.case_folder import SHIPPED, open_folder
from assessments.simulation.page.choices import EXCON, Mode
from assessments.simulation.runs import services
from assessments.simulation.runs.models import LogEntry, Run, Seat
from courses.models import Course
from home.curriculum.files import named
from lms.foundation.plugins.identifiers import uuid7
from lms.learning.progress.journal.services import EventConflict
from lms.people.directory.models import Cohort, User

COURSE, CASE = "core-19-guesthouse", "guesthouse"
HOURS = 4
"""So long a run lasts that is played live."""
LIVE, TURNS = Mode.LIVE, Mode.TURNS


def plan(*, cohort: Cohort, name: str, mode: str, people: Sequence[User], by: User, now: datetime) -> Run:
    """Return a run for some of the cohort, who sit in the order of the seats of the case."""
    course = Course.objects.get(pk=named("course", COURSE))
    release = course.release
    entry = release.outline.by_slug(CASE) if release else None
    if release is None or entry is None:
        raise LookupError("The course of the case is not released.")
    about: dict[str, Any] = {"activity": entry.id, "release": release, "institution": cohort.institution}
    run = services.plan_run(**about, cohort=cohort, mode=mode, name=name, by=by, now=now)
    seats = [seat.id for seat in open_folder(SHIPPED / CASE).case.seats]
    for role, person in zip(seats, people, strict=False):
        services.seat(run=run, role=role, person=person, by=by, now=now)
    return run


def play_live(*, run: Run, path: str, by: User, now: datetime) -> datetime:
    """Begin at `now`, and enter what the recorded path has, each at its moment; at the end all cards are read. Gives
    when the last of it was.
    """
    timing = services.Timing(pace=open_folder(SHIPPED / CASE).case.ends / (HOURS * 60))
    services.open_run(run=run, by=by, now=now, timing=timing)
    at = now
    for entry in _log(path):
        at = now + timedelta(minutes=entry["at"] / timing.pace)
        _enter(run, entry, at)
    _read_cards(run, at)
    return at


def play_turns(*, run: Run, path: str, ends: Sequence[datetime], by: User, now: datetime, until: datetime) -> None:
    """Begin at `now`, turns ending at `ends`, and enter what the path has for the turns that are over by `until`, and
    half of what it has for the next. By the end of a turn everybody has read their cards.
    """
    services.open_run(run=run, by=by, now=now, timing=services.Timing(deadlines=ends))
    turns, waiting = open_folder(SHIPPED / CASE).case.turns, _log(path)
    for number, (minute, end) in enumerate(zip(turns, ends, strict=False)):
        own = [entry for entry in waiting if entry["at"] < minute]
        over = end <= until
        entered = [
            entry
            for place, entry in enumerate(own if over else own[: len(own) // 2])
            if _enter(run, entry, now + timedelta(minutes=5 * place))
        ]
        if not over:
            return
        waiting = [entry for entry in waiting if entry not in entered]
        _read_cards(run, end - timedelta(hours=1))
        seat = Seat.objects.get(run=run, role=EXCON)
        services.record(seat=seat, verb="tick", data={"turn": number}, entry_id=uuid7(), now=end, by=by)
        now = end


def finish(*, run: Run, by: User, now: datetime, note: str) -> None:
    """End the play, with a note of what was seen."""
    services.finish(run=run, by=by, now=now)
    seat = Seat.objects.get(run=run, role=EXCON)
    services.record(seat=seat, verb="note", data={"text": note}, entry_id=uuid7(), now=now, by=by)


def improve(*, run: Run, by: User, now: datetime, text: str, owner: str, until: str) -> None:
    """Add a line of the improvement plan."""
    seat, data = Seat.objects.get(run=run, role=EXCON), {"text": text, "owner": owner, "until": until}
    services.record(seat=seat, verb="note", data=data, entry_id=uuid7(), now=now, by=by)


def close(*, run: Run, by: User, now: datetime) -> None:
    """Close the run: the results go to the learners."""
    services.close_run(run=run, by=by, now=now)


def _enter(run: Run, entry: Mapping[str, Any], at: datetime) -> bool:
    """Make one entry, and return whether that was possible and the seat is taken. An impossible entry is left out, as
    people would do.
    """
    seat = Seat.objects.playing().filter(run=run, role=entry["seat"]).first()
    if seat is not None:
        with suppress(Refused, EventConflict):
            services.record(seat=seat, verb=entry["verb"], data=entry["data"], entry_id=uuid7(), now=at)
            return True
    return False


def _read_cards(run: Run, at: datetime) -> None:
    """Enter, for each seat, that its cards were read: those that came after that are new."""
    told = State.read(Run.objects.get(pk=run.pk).state).told
    entries = LogEntry.objects.filter(seat__run=run, verb="opened").values_list("seat", "data__card")
    known = set(entries.order_by("pk"))
    for seat in Seat.objects.playing().filter(run=run).order_by("pk"):
        for card in (one.card for one in told.get(seat.role, ()) if (seat.pk, one.card) not in known):
            services.record(seat=seat, verb="opened", data={"card": card}, entry_id=uuid7(), now=at)


def _log(path: str) -> list[Mapping[str, Any]]:
    """Return the log without what exercise control does in it."""
    entries = json.loads((SHIPPED / CASE / "paths" / f"{path}.json").read_text(encoding="utf-8"))
    return [entry for entry in entries if entry["seat"] != EXCON]
