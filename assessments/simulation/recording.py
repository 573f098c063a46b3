"""What somebody enters in a run: from their own seat, for others in one room, or as whoever runs it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from assessments.casework import Refused
from lms.people.models import User
from lms.people.oneself import refuse_own_case
from lms.plugins.identifiers import own_uuid
from lms.progress.services import EventConflict
from lms.progress.services import record as record_fact

from .activity import ENTERED
from .choices import CLOSE, EVALUATOR, EXCON, OBSERVER, VERBS_OF_EVALUATORS
from .logbook import Known, Line, enter
from .models import LogEntry, Run, Seat, SeatQuerySet


@transaction.atomic
def record(
    *,
    seat: Seat,
    verb: str,
    data: Mapping[str, Any],
    entry_id: UUID,
    now: datetime,
    occurred_at: datetime | None = None,
    by: User | None = None,
    device: str = "",
) -> LogEntry:
    """Enter `verb` with `data` from `seat`. `by` enters it for them, as where all sit in one room.

    The same `entry_id`, a UUID of version 7, again is the first entry. A learner's entry is an event of their attempt
    under the same id, in the same transaction. Raises `assessments.casework.Refused` with what is not possible,
    `EventConflict` for an id that is somebody else's, `OwnCase` where `by` plays in the run, and `Seat.DoesNotExist`
    where the seat was left.
    """
    seats = Seat.objects.filter(pk=seat.pk)
    return _recorded(seats, verb, data, entry_id, now=now, occurred_at=occurred_at, by=by, device=device)


@transaction.atomic
def record_own(
    *,
    key: int,
    person: User,
    verb: str,
    data: Mapping[str, Any],
    entry_id: UUID,
    now: datetime,
    occurred_at: datetime | None = None,
    device: str = "",
) -> LogEntry:
    """The same from the seat `key` where `person` plays: it is looked up as it is locked. Eight statements with those
    of the request.
    """
    seats = Seat.objects.of(person).filter(pk=key)
    return _recorded(seats, verb, data, entry_id, now=now, occurred_at=occurred_at, by=None, device=device)


@transaction.atomic
def record_clock(*, run: Run, verb: str, now: datetime) -> LogEntry | None:
    """What happens by itself: `tick` closes the turn, `note` has the clock go on, `finish` ends the play. None where
    somebody was first, so that nothing is due any more.
    """
    locked = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.next_at is None or locked.next_at > now:
        return None
    return enter(locked, None, Line(own_uuid(), EXCON, verb, {}, now), now=now)


def _recorded(
    seats: SeatQuerySet,
    verb: str,
    data: Mapping[str, Any],
    entry_id: UUID,
    *,
    now: datetime,
    occurred_at: datetime | None,
    by: User | None,
    device: str,
) -> LogEntry:
    if entry_id.version != 7:
        raise EventConflict
    around = ("run", "person", "attempt__enrolment__institution")
    seat = seats.taken().select_related(*around).select_for_update(of=("run",)).get()
    if by is not None:
        refuse_own_case(by, seat.run.seats.playing().values_list("person", flat=True))
    occurred_at = min(occurred_at or now, now)
    line = Line(
        entry_id,
        role_of(seat, verb),
        verb,
        data,
        occurred_at,
        language=get_language() or "en",
        country=seat.attempt.enrolment.country if seat.attempt else "",
        device=device,
    )
    try:
        entry = enter(seat.run, seat, line, now=now)
    except Known as known:
        return first(known, seat)
    if seat.attempt is not None:
        record_fact(
            attempt=seat.attempt,
            verb=ENTERED,
            data={"run": str(seat.run_id), "seq": entry.seq},
            event_id=entry_id,
            now=now,
            by=by or seat.person,
            occurred_at=occurred_at,
        )
    return entry


def role_of(seat: Seat, verb: str) -> str:
    """As whom the engine takes it. Raises `Refused` for what evaluators and observers do not do, and for `close`:
    `running.close_run` alone closes a run, since it gives the results with it.
    """
    if verb == CLOSE:
        raise Refused("unknown_verb", verb=verb)
    if seat.role == OBSERVER or (seat.role == EVALUATOR and verb not in VERBS_OF_EVALUATORS):
        raise Refused("unknown_verb", verb=verb)
    return EXCON if seat.is_control else seat.role


def first(known: Known, seat: Seat) -> LogEntry:
    """What is in the log under the id that was sent. Raises `EventConflict` where it is somebody else's, or other
    words: what was changed and sent again is not lost without a word.
    """
    if known.entry.seat_id != seat.pk or not known.is_same:
        raise EventConflict
    return known.entry
