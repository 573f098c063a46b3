"""Recording of entries in a run: from one's own seat, for others in one room, or as exercise control."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language

from assessments.casework import Refused
from lms.foundation.plugins.identifiers import own_uuid
from lms.learning.progress.journal.services import EventConflict, record_held
from lms.learning.progress.journal.services import record as record_fact
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..page.activity import ENTERED
from ..page.choices import CLOSE, EVALUATOR, EXCON, OBSERVER, VERBS_OF_EVALUATORS
from .logbook import AlreadyEntered, Line, enter
from .models import LogEntry, Run, Seat
from .statements import OWN


@transaction.atomic
def record(
    *,
    seat: Seat,
    verb: str,
    data: Mapping[str, object],
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
    around = ("run", "person", "attempt__enrolment__institution")
    locked = (
        Seat.objects.filter(pk=seat.pk)
        .taken()
        .select_related(*around)
        .select_for_update(of=("run",), no_key=True)
        .get()
    )
    if by is not None:
        refuse_own_case(by, locked.run.seats.playing().values_list("person", flat=True))
    entry = _entered(locked, verb, data, entry_id, now=now, occurred_at=occurred_at, device=device)
    if isinstance(entry, AlreadyEntered):
        return first(entry, locked)
    if locked.attempt is not None:
        about = _fact(locked, entry, by or locked.person, now=now)
        record_fact(attempt=locked.attempt, **about)
    return entry


@transaction.atomic
def record_own(
    *,
    key: int,
    person: User,
    verb: str,
    data: Mapping[str, object],
    entry_id: UUID,
    now: datetime,
    occurred_at: datetime | None = None,
    device: str = "",
) -> LogEntry:
    """Return the same from the seat `key` where `person` plays: it is looked up as it is locked, with their attempt.
    Six statements.
    """
    seat = OWN.first(person=person.pk, seat=key)
    if seat is None or seat.attempt is None:
        raise Seat.DoesNotExist
    entry = _entered(seat, verb, data, entry_id, now=now, occurred_at=occurred_at, device=device)
    if isinstance(entry, AlreadyEntered):
        return first(entry, seat)
    record_held(seat.attempt, **_fact(seat, entry, person, now=now))
    return entry


@transaction.atomic
def record_clock(*, run: Run, verb: str, now: datetime) -> LogEntry | None:
    """Record the event that is due by itself: `tick` closes the turn, `note` has the clock go on, `finish` ends the
    play. None where nothing is due any more, because another request was first.
    """
    locked = Run.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    if locked.next_at is None or locked.next_at > now:
        return None
    return enter(locked, None, Line(own_uuid(), EXCON, verb, {}, now), now=now)


def _entered(
    seat: Seat,
    verb: str,
    data: Mapping[str, object],
    entry_id: UUID,
    *,
    now: datetime,
    occurred_at: datetime | None,
    device: str,
) -> LogEntry | AlreadyEntered:
    """Return the line from a seat whose run is locked, or that which has its id already."""
    if entry_id.version != 7:
        raise EventConflict
    country = seat.attempt.enrolment.country if seat.attempt else ""
    about = {"language": get_language() or "en", "country": country, "device": device}
    try:
        line = Line(entry_id, role_of(seat, verb), verb, data, min(occurred_at or now, now), **about)
        return enter(seat.run, seat, line, now=now)
    except AlreadyEntered as known:
        return known


def _fact(seat: Seat, entry: LogEntry, by: User, *, now: datetime) -> dict[str, Any]:
    """Return the same for the learner’s journal, under the same id."""
    return {
        "verb": ENTERED,
        "data": {"run": str(seat.run_id), "seq": entry.seq},
        "event_id": entry.pk,
        "now": now,
        "by": by,
        "occurred_at": entry.occurred_at,
    }


def role_of(seat: Seat, verb: str) -> str:
    """Return as whom the engine takes it. Raises `Refused` for what evaluators and observers do not do, and for
    `close`: `running.close_run` alone closes a run, since it gives the results with it.
    """
    if verb == CLOSE:
        raise Refused("unknown_verb", verb=verb)
    if seat.role == OBSERVER or (seat.role == EVALUATOR and verb not in VERBS_OF_EVALUATORS):
        raise Refused("unknown_verb", verb=verb)
    return EXCON if seat.is_control else seat.role


def first(known: AlreadyEntered, seat: Seat) -> LogEntry:
    """Return the entry in the log under the id that was sent. Raises `EventConflict` where it is of another seat or has
    other words, so that a changed form that is sent again is not dropped without a message.
    """
    if known.entry.seat_id != seat.pk or not known.is_same:
        raise EventConflict
    return known.entry
