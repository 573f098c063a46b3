"""The only writers of enrolments and attempts: enrol, begin, begin_many, answer, receive, record, record_held,
record_many, expire, terminate.

Enrolling is in `enrolling`; assigning and moving are elsewhere.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.catalogue.outline import Entry
from lms.foundation.plugins.activity import InvalidAnswer, NotNow
from lms.foundation.plugins.identifiers import own_uuid
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..access import activity_types
from ..enrolments.enrolment_services import CourseClosed, enrol
from ..models import Attempt, Enrolment
from . import attempt_start, statements
from .arrivals import Arrival, Outcome, in_one_transaction, locked
from .attempt_start import NoAttemptLeft, Start
from .batch import Batch
from .device_events import Verdict, receive
from .event_store import SERVER, EventConflict
from .group_start import begin_many
from .rules import TERMINATED, fact_data, is_over

REFUSALS = (PermissionDenied, InvalidAnswer, NotInstalled, EventConflict)
"""Results of `record_many` in place of a fact that is stored."""

__all__ = [
    "Arrival",
    "CourseClosed",
    "EventConflict",
    "NoAttemptLeft",
    "Verdict",
    "answer",
    "begin",
    "begin_many",
    "enrol",
    "expire",
    "receive",
    "record",
    "record_held",
    "record_many",
    "terminate",
]


def begin(
    *,
    enrolment: Enrolment,
    entry: Entry,
    event_id: UUID,
    now: datetime,
    language: str,
    seed: int | None = None,
    by: User | None = None,
) -> Attempt:
    """Begin an attempt at the activity `entry`, or return the one that is open: however often it is asked, at most one
    is.

    `by` begins it for the learner, to enter facts with `record`. The journal keeps who it was, and the learner, who did
    nothing, is not said to have started the course or to have been seen. Raises `OwnCase` where `by` is the learner,
    `NoAttemptLeft`, `lms.foundation.plugins.activity.NotNow` where it may not begin at this moment, which is
    `lms.learning.progress.access.lock_rules.Locked` where a condition does not hold yet, `EventConflict`,
    `lms.foundation.plugins.filters.Vetoed` where a plugin refuses, and
    `lms.foundation.plugins.runtime.registry.NotInstalled` while the activity's plugin is absent or switched off at the
    learner's institution.
    """
    refuse_own_case(by, [enrolment.learner_id])
    content = entry.content(language, enrolment.country, enrolment.language)
    kind = activity_types.activity_type(entry.kind, content, at=enrolment.institution)
    if by is None and kind.entered_by_others:
        raise NotNow(_("There is nothing to start here: your instructors enter what you did."))
    start = Start(secrets.randbits(31) if seed is None else seed, content, by=by.pk if by else None)
    try:
        return attempt_start.begin(enrolment, entry, kind, start, event_id, now=now)
    except (IntegrityError, EventConflict, NotNow):
        open_now = enrolment.attempts.filter(activity_id=UUID(entry.id), closed_at=None).first()
        if open_now is None:
            raise
        return open_now


@transaction.atomic
def answer(
    *,
    attempt: Attempt,
    data: Mapping[str, Any],
    event_id: UUID,
    now: datetime,
    occurred_at: datetime | None = None,
    origin: str = "web",
) -> Attempt:
    """Store `data` as one event and fold it into `attempt`.

    The same `event_id` with the same `data` again changes nothing and returns the attempt as it stands; with other data
    it is another answer, since what came first may have been cut off on its way. Completing the last required activity
    completes the enrolment and sends `course_completed`, once, in the same transaction.

    Raises `EventConflict` for an id of another attempt, `lms.learning.progress.access.lock_rules.Locked` on what others
    began behind a condition that does not hold, `NotNow` before the course opens and after it closed, `AttemptClosed`
    on a finished attempt, `TooLate` after its deadline and the plugin's grace, the plugin's `InvalidAnswer`, and
    `lms.foundation.plugins.runtime.registry.NotInstalled` as `begin` does, each with nothing written. Completion,
    success and score follow xAPI 1.0.3, part two, 2.4.5, with the score in 0..1.
    """
    attempt = statements.lock(attempt)
    arrival = Arrival(attempt.pk, data, event_id, occurred_at=occurred_at)
    Batch({attempt.pk: attempt}, now=now, origin=origin, raises=True).enter([arrival])
    return attempt


@transaction.atomic
def record(
    *,
    attempt: Attempt,
    verb: str,
    data: Mapping[str, object],
    event_id: UUID,
    now: datetime,
    by: User | None = None,
    origin: str = "web",
    occurred_at: datetime | None = None,
) -> Attempt:
    """Store a fact about `attempt` that is no answer, such as a person's marks, and fold it; also into one that is
    closed.

    `verb` is the activity type's; `by` is who did it, kept in the data as “by”; `occurred_at` is when it happened,
    where that was before `now`, as when a list from paper is typed in. The learner is not said to have been seen. The
    same `event_id`, a UUID of version
    7, with the same `data` again changes nothing; what the server does of itself has the `origin` “server” and an
    `own_uuid()`. The activity is counted anew from all its attempts; a course that is complete stays complete. Raises
    `OwnCase` where `by` is the learner, `EventConflict`, `InvalidAnswer` for an hour that has not come, the plugin's
    `InvalidAnswer` and `lms.foundation.plugins.runtime.registry.NotInstalled`, each with nothing written.
    """
    return record_held(
        statements.lock(attempt), verb, data, event_id, now=now, by=by, origin=origin, occurred_at=occurred_at
    )


def record_held(
    attempt: Attempt,
    verb: str,
    data: Mapping[str, object],
    event_id: UUID,
    *,
    now: datetime,
    by: User | None = None,
    origin: str = "web",
    occurred_at: datetime | None = None,
) -> Attempt:
    """Act as `record` for a caller that has just read the attempt with its enrolment and institution, both locked, in a
    transaction that ends if this raises. Two statements, and those of a result.
    """
    data, at = fact_data(verb, data, now=now, by=by, occurred_at=occurred_at)
    arrival = Arrival(attempt.pk, data, event_id, verb, at)
    Batch({attempt.pk: attempt}, now=now, origin=origin, raises=True).enter([arrival])
    return attempt


def record_many(
    arrivals: Sequence[Arrival], *, by: User | None, now: datetime, origin: str = "web"
) -> list[Exception | None]:
    """Record facts about many attempts, in order, as when a list is typed in. For each in turn why it was refused, or
    None where it is stored.

    A refusal is `OwnCase`, `InvalidAnswer`, `NotInstalled` or `EventConflict`, with nothing written of that fact; the
    same fact again is stored already. Raises `ValueError` for a verb of the core and `Attempt.DoesNotExist`. Statements
    do not grow with the facts, but for what follows where a course is completed.
    """
    facts = [_as_fact(one, by=by, now=now) for one in arrivals]
    keys = {one.attempt for one in arrivals}

    def entering() -> list[Outcome]:
        attempts = locked(Attempt.objects.filter(pk__in=keys))
        if missing := keys - attempts.keys():
            raise Attempt.DoesNotExist(f"There is no attempt {min(missing)}.")
        outcomes = Batch(attempts, now=now, origin=origin).enter(facts)
        for one in outcomes:
            if isinstance(one, Exception) and not isinstance(one, REFUSALS):
                raise one
        return outcomes

    return [one if isinstance(one, Exception) else None for one in in_one_transaction(entering)]


def _as_fact(one: Arrival, *, by: User | None, now: datetime) -> Arrival | Exception:
    try:
        data, at = fact_data(one.verb, one.data, now=now, by=by, occurred_at=one.occurred_at)
    except InvalidAnswer as refused:
        return refused
    return replace(one, data=data, occurred_at=at)


@transaction.atomic
def expire(*, attempt: Attempt, now: datetime) -> Attempt:
    """Close `attempt` where its deadline and the plugin's grace are over: what is saved is submitted. Otherwise nothing
    happens.

    However often it is asked, an attempt is closed once. Raises `NotInstalled` as `begin` does.
    """
    attempt = statements.lock(attempt)
    if attempt.closed_at is not None or not is_over(attempt, activity_types.type_of(attempt), now=now):
        return attempt
    return _terminate(attempt, {}, now=now, occurred_at=attempt.deadline_at or now)


@transaction.atomic
def terminate(*, attempt: Attempt, now: datetime, reason: str = "", by: User | None = None) -> Attempt:
    """Close `attempt` now, whatever its deadline: what is saved is submitted. One that is closed stays as it is.

    `reason` and `by` stay in the journal. Raises `OwnCase` where `by` is the learner, and `NotInstalled` as `begin`
    does.
    """
    attempt = statements.lock(attempt)
    if attempt.closed_at is not None:
        return attempt
    data = ({"reason": reason} if reason else {}) | ({"by": by.pk} if by else {})
    return _terminate(attempt, data, now=now, occurred_at=now)


def _terminate(attempt: Attempt, data: Mapping[str, object], *, now: datetime, occurred_at: datetime) -> Attempt:
    """Enter the one event that ends the locked `attempt` without its learner."""
    ended = Arrival(attempt.pk, data, own_uuid(), TERMINATED, occurred_at)
    Batch({attempt.pk: attempt}, now=now, origin=SERVER, raises=True).enter([ended])
    return attempt
