"""Attempts whose form was drawn before they began: for a phone without network, which sends the answers later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.foundation.plugins.activity import ActivityType, NotNow

from ..access import activity_types
from ..access.windows import refuse_outside
from ..models import Attempt, Enrolment, Event
from . import statements
from .arrivals import in_one_transaction
from .attempt_start import NoAttemptLeft, Start, hold, started
from .batch import Batch
from .event_store import EventConflict
from .rules import INITIALIZED


class AttemptOpen(ValueError):
    """Refusal: another attempt at the activity is open, and only one may be."""


@dataclass(frozen=True)
class DrawnStart:
    """Start that was drawn ahead: `id` is that of the event that begins the attempt, `release` the one of which it
    shows the contents.
    """

    id: UUID
    activity: UUID
    release: int
    start: Start


def begin_drawn(
    *, enrolment: Enrolment, draws: Sequence[DrawnStart], now: datetime, device: str = "", origin: str = "web"
) -> dict[UUID, int | Exception]:
    """Return by draw the primary key of its attempt: the one that began with it, else one that begins now, with the
    content, seed and terms of the draw, whatever the course has by now.

    Conditions and waiting times were met when it was drawn and are not asked for again. What stands in place of an
    attempt that may not begin is the exception that says why: `AttemptOpen`, `NotNow` outside the time of the course,
    `NoAttemptLeft`, `EventConflict`, `lms.foundation.plugins.runtime.registry.NotInstalled`. One that is not foreseen
    stops no other either. Statements do not grow with the draws, but for what the activity type asks in `terms` where
    more attempts were made than the draw allows.
    """
    return in_one_transaction(lambda: _begun(enrolment, draws, now=now, device=device, origin=origin))


def _begun(
    enrolment: Enrolment, draws: Sequence[DrawnStart], *, now: datetime, device: str, origin: str
) -> dict[UUID, int | Exception]:
    held = statements.lock_enrolment(enrolment)
    found = _known(held, [draw.id for draw in draws])
    attempts: dict[UUID, list[Attempt]] = {draw.activity: [] for draw in draws}
    for attempt in Attempt.objects.filter(enrolment=held, activity__in=attempts).order_by("number"):
        attempts[attempt.activity_id].append(attempt)
    new: dict[UUID, Attempt] = {}
    batch = Batch({}, now=now, origin=origin, device=device)
    for draw in draws:
        if draw.id in found:
            continue
        try:
            attempt = _attempt(held, draw, attempts[draw.activity], now=now)
            batch.begin(attempt, draw.start.data, draw.id)
        except DatabaseError:
            raise
        except Exception as why:  # whatever it is, the others begin
            found[draw.id] = why
            continue
        attempts[draw.activity].append(attempt)
        new[draw.id] = attempt
    if new:
        hold(held, now=now, set_out=True)
        batch.save()
    return found | {id: attempt.pk for id, attempt in new.items()}


def _known(enrolment: Enrolment, ids: Sequence[UUID]) -> dict[UUID, int | Exception]:
    """Return by draw the attempt that began with it, or a conflict where another event has its id."""
    rows = Event.objects.filter(pk__in=ids).values_list("pk", "verb", "enrolment_id", "attempt_id")
    return {
        pk: attempt if (verb, of) == (INITIALIZED, enrolment.pk) else EventConflict() for pk, verb, of, attempt in rows
    }


def _attempt(enrolment: Enrolment, draw: DrawnStart, attempts: Sequence[Attempt], *, now: datetime) -> Attempt:
    """Return the attempt that follows `attempts`, in memory. Raises as `begin_drawn` says."""
    entry = lookup.release(draw.release).outline.by_id(str(draw.activity))
    if entry is None:
        raise LookupError(f"The release {draw.release} has no activity {draw.activity}.")
    kind = activity_types.activity_type(entry.kind, draw.start.content, at=enrolment.institution)
    refuse_outside(enrolment, now=now)
    if attempts and attempts[-1].closed_at is None:
        raise AttemptOpen(_("Another attempt at this is open. Finish that one first, then send this again."))
    _refuse_too_many(enrolment, entry, kind, draw.start, attempts, now=now)
    attempt = started(enrolment, entry, kind, draw.start, attempts, now=now)
    attempt.release_id = draw.release
    return attempt


def _refuse_too_many(
    enrolment: Enrolment, entry: Entry, kind: ActivityType, start: Start, attempts: Sequence[Attempt], *, now: datetime
) -> None:
    """Raise `NoAttemptLeft` where neither the terms of the draw nor those of today allow another attempt."""
    for terms in (lambda: start.terms, lambda: _terms_now(enrolment, entry, kind, start, attempts, now=now)):
        allowed = kind.attempts_allowed(start.definition, terms=terms())
        if allowed is None or len(attempts) < allowed:
            return
    raise NoAttemptLeft(_("All attempts at this were used before it arrived. Ask your instructor what to do next."))


def _terms_now(
    enrolment: Enrolment, entry: Entry, kind: ActivityType, start: Start, attempts: Sequence[Attempt], *, now: datetime
) -> Mapping[str, object]:
    try:
        return kind.terms(enrolment, entry, start.definition, now=now, ended_at=attempts[-1].closed_at)
    except NotNow as why:
        return why.terms
