"""A run from its plan to its end: planned, opened, finished, closed with results; and forked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import randbits
from statistics import fmean
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.casework import OPEN, Refused, Script, State, begin_play, score
from courses.models import Release
from lms.foundation.plugins.identifiers import own_uuid, uuid7
from lms.learning.progress.journal.services import Arrival, record_many, terminate
from lms.people.directory.institutions import Institution
from lms.people.directory.models import Cohort, User
from lms.people.directory.rules import refuse_own_case

from ..page.activity import SCORED
from ..page.choices import CLOSE, EXCON, Mode, Status
from . import schedules
from .etag import keep_names
from .logbook import Line, enter, keep
from .models import LogEntry, Run, Seat
from .notices import tell_results
from .replay import fold_log
from .scripts import script_of
from .seats import locked
from .shares import DONE, with_result


@dataclass(frozen=True)
class Timing:
    """Pace of a run: live `pace` minutes of the case in a real minute; in turns a deadline for each that is to come, or
    none.
    """

    pace: float = 60
    deadlines: Sequence[datetime] = ()


AT_ONCE = Timing()


@transaction.atomic
def plan_run(
    *,
    activity: UUID,
    release: Release,
    institution: Institution,
    mode: str,
    by: User,
    now: datetime,
    cohort: Cohort | None = None,
    name: str = "",
    key: UUID | None = None,
) -> Run:
    """Return a run that is not open yet: people can be seated. `by` runs it. The same `key` again is the same run.

    Raises `LookupError` where the release has no such activity.
    """
    outline = release.outline
    entry = outline.by_id(str(activity))
    if entry is None:
        raise LookupError(f"The release {release.pk} has no activity {activity}.")
    run, is_new = Run.objects.get_or_create(
        pk=key or uuid4(),
        defaults={
            "activity_id": activity,
            "release": release,
            "content_id": entry.content(outline.source, institution.country, outline.source),
            "institution": institution,
            "cohort": cohort,
            "mode": mode,
            "name": name[:80],
            "seed": randbits(31),
            "planned_at": now,
        },
    )
    if is_new:
        Seat.objects.create(run=run, role=EXCON, person=by, joined_at=now)
    return run


@transaction.atomic
def open_run(*, run: Run, by: User, now: datetime, timing: Timing = AT_ONCE) -> Run:
    """Begin: the clock goes from now. A fork goes on from where it was forked. Open already, it stays as it is.

    Raises `OwnCase` where `by` plays in it.
    """
    run = _held(run, by)
    if run.status != Status.PLANNED:
        return run
    script = script_of(run)
    state = State.read(run.state) if run.state else begin_play(script)
    run.schedule = _schedule(script, state, timing, now=now)
    run.opened_at = now
    keep(run, script, state, now=now)
    run.save()
    keep_names(run, script, state, script.seats)
    return run


@transaction.atomic
def finish(*, run: Run, by: User, now: datetime, entry_id: UUID | None = None) -> Run:
    """End the play, and begin the debrief. Over already, nothing happens. Raises `Refused` and `OwnCase`."""
    run = _held(run, by)
    if run.status in (Status.OPEN, Status.PAUSED):
        enter(run, _seat_of(run, by), Line(entry_id or own_uuid(), EXCON, "finish", {}, now), now=now)
    return run


@transaction.atomic
def close_run(*, run: Run, by: User, now: datetime) -> Run:
    """Close after the debrief: whoever did their part (`shares`), or was present, has a result; nobody enters anything
    more.

    Closed already, nothing happens. Raises `Refused` where the play is not over, and `OwnCase` where `by` plays in it.
    """
    run = _held(run, by)
    if run.status == Status.CLOSED:
        return run
    enter(run, _seat_of(run, by), Line(own_uuid(), EXCON, CLOSE, {}, now), now=now)
    seats = list(run.seats.playing().select_related("attempt").order_by("pk"))
    entered = run.log.filter(verb__in=DONE).values_list("role", "seat")
    results = results_of(run, with_result(seats, entered))
    facts = [Arrival(attempt, {"run": str(run.pk), **result}, uuid7(), SCORED) for attempt, result in results.items()]
    if refused := [why for why in record_many(facts, by=by, now=now) if why is not None]:
        raise refused[0]
    for one in seats:
        if one.attempt is not None and one.attempt_id not in results:
            terminate(attempt=one.attempt, now=now, by=by, reason=_("Did not do their part of the seat’s decisions."))
    tell_results(seats, now=now)
    return run


def results_of(run: Run, seats: Sequence[Seat]) -> dict[int, dict[str, object]]:
    """Return by attempt what its seats came to: the mean of their scores, passed where all of them are, critical
    mistakes.
    """
    script, state = script_of(run), State.read(run.state)
    by_attempt: dict[int, list[Any]] = {}
    for role, attempt in {(one.role, one.attempt_id): one for one in seats}:
        by_attempt.setdefault(attempt or 0, []).append(score(script, state, role))
    return {
        attempt: {
            "score": fmean(one.share for one in scores),
            "passed": all(one.passed for one in scores),
            "nevers": [id for one in scores for id in one.nevers],
        }
        for attempt, scores in by_attempt.items()
    }


@transaction.atomic
def fork(*, run: Run, upto: int, by: User, now: datetime, name: str = "", key: UUID | None = None) -> Run:
    """Return another run that stands where this one stood after `upto` entries, planned, with nobody seated but `by`,
    who runs it. Neither changes the other; the same `key` again is the same run. Raises `Refused` for a number that
    there is not and for one after the end of the play, and `OwnCase`.
    """
    run = _held(run, by)
    if key is not None and (known := Run.objects.filter(pk=key, forked_from=run).first()):
        return known
    if run.status == Status.PLANNED or not 0 <= upto <= run.seq:
        raise Refused("unknown", entry=upto)
    lines = list(run.log.filter(seq__lte=upto).order_by("seq"))
    state = fold_log(run, lines)
    if state.status != OPEN:
        raise Refused("over")
    other = Run.objects.create(
        id=key or uuid4(),
        name=(name or run.name)[:80],
        activity_id=run.activity_id,
        release_id=run.release_id,
        content_id=run.content_id,
        institution_id=run.institution_id,
        cohort_id=run.cohort_id,
        mode=run.mode,
        rules=run.rules,
        seed=run.seed,
        seq=upto,
        state=state.as_json(),
        planned_at=now,
        forked_from=run,
        fork_seq=upto,
    )
    LogEntry.objects.bulk_create([_copy(line, other) for line in lines])
    Seat.objects.create(run=other, role=EXCON, person=by, joined_at=now)
    return other


def _copy(line: LogEntry, run: Run) -> LogEntry:
    same = ("seq", "role", "verb", "data", "at", "occurred_at", "received_at")
    values = {name: getattr(line, name) for name in same}
    return LogEntry(id=own_uuid(), run=run, source_id=line.source_id or line.pk, **values)


def _held(run: Run, by: User) -> Run:
    """Return the run, locked. Raises `OwnCase` where `by` has or had a seat of the case in it."""
    run = locked(run)
    refuse_own_case(by, run.seats.playing().values_list("person", flat=True))
    return run


def _seat_of(run: Run, by: User) -> Seat | None:
    return run.seats.taken().filter(person=by, role=EXCON).first()


def _schedule(script: Script, state: State, timing: Timing, *, now: datetime) -> dict[str, object]:
    if script.mode == Mode.LIVE:
        return schedules.live(now.timestamp(), state.at, script.case.ends, timing.pace)
    over = [now.timestamp()] * state.turn
    return schedules.turns([*over, *(one.timestamp() for one in timing.deadlines)], script.turn_ends)
