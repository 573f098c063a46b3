"""One event into the journal and into its attempt: stored first, then folded, counted and told."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import ActivityType, InvalidAnswer, Result, Step
from lms.people.directory.models import User

from ..access import activity_types
from ..access.lock_rules import refuse_answering
from ..access.windows import refuse_outside
from ..completion.figures import BY_HAND, apply, count, tell_closed, tell_completed
from ..models import Attempt, Enrolment
from . import statements
from .answer_parsing import known_data
from .event_store import ANSWERED, afterwards, store
from .late_facts import ADMITTED, LATE, VERBS, fold


class AttemptClosed(InvalidAnswer):
    """The attempt is finished; nothing more can be added."""


class TooLate(InvalidAnswer):
    """The attempt's time is over. What was saved before counts; `expire` submits it."""


TERMINATED = "terminated"
OWN = {"initialized", ANSWERED, TERMINATED, *VERBS, *BY_HAND}
"""Verbs that the core gives; the others belong to activity types."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""So much may the clock of a device be ahead."""


def is_over(attempt: Attempt, kind: ActivityType, *, now: datetime) -> bool:
    """Return whether the deadline of `attempt` and the grace of its `kind` are over."""
    return attempt.deadline_at is not None and now > attempt.deadline_at + kind.grace(attempt.form)


def fact_data(
    verb: str, data: Mapping[str, Any], *, now: datetime, by: User | None, occurred_at: datetime | None
) -> tuple[dict[str, Any], datetime]:
    """Return the data of a fact with the person who did it, and when it happened.

    Raises `ValueError` for a verb of the core, and `InvalidAnswer` for an hour that has not come.
    """
    if verb in OWN:
        raise ValueError(f"“{verb}” is a verb of the core.")
    if occurred_at is not None and occurred_at > now + CLOCKS_DIFFER:
        raise InvalidAnswer(_("This day or hour has not come yet. Give the one at which it happened."))
    return dict(data) if by is None else {**data, "by": by.pk}, occurred_at or now


def enter(
    attempt: Attempt,
    verb: str,
    data: Mapping[str, Any],
    event_id: UUID,
    *,
    now: datetime,
    occurred_at: datetime,
    origin: str,
) -> Attempt:
    """Enter one event into the journal and into the locked `attempt`."""
    kind, answered, was_open = activity_types.type_of(attempt), verb == ANSWERED, attempt.closed_at is None
    data = known_data(kind, attempt.form, data) if answered else data
    if not store(
        id=event_id,
        attempt=attempt,
        position=attempt.events,
        verb=verb,
        data=data,
        occurred_at=occurred_at,
        now=now,
        origin=origin,
        corrects=verb in (ANSWERED, LATE),
    ):
        return attempt
    step = step_of(kind, attempt, verb, data, now=now)
    counted = apply(kind, attempt, step, now=now, answered=answered)
    statements.FOLDED.save(attempt)
    if was_open and attempt.closed_at is not None:
        tell_closed(attempt, now=now)
    if answered and attempt.enrolment.started_at is None:  # others began it
        attempt.enrolment.set_out(now)
        statements.BEGUN.save(attempt.enrolment)
    if counted:
        result = kind.combine(attempt.form, results_of(attempt, alone=was_open and attempt.number == 1))
        completed = count(
            attempt.enrolment, str(attempt.activity_id), result, now=now, answered=answered, lowers=step.outcome.lowers
        )
        if completed:
            statements.save_completed(attempt.enrolment)
            tell_completed(attempt.enrolment, now=now, alone=True)
        else:
            statements.COUNTED.save(attempt.enrolment)
    return attempt


def step_of(kind: ActivityType, attempt: Attempt, verb: str, data: Mapping[str, Any], *, now: datetime) -> Step:
    """Return the step from the event on the attempt. Raises `AttemptClosed`, `TooLate`, `NotNow`, `Locked` and the
    plugin's `InvalidAnswer`.
    """
    if verb == ANSWERED:
        return _answered(kind, attempt, data, now=now)
    if verb in VERBS:
        named = data["events"] if verb == ADMITTED else []
        answers = [event.data for event in (afterwards(attempt) if named else []) if str(event.pk) in named]
        return fold(kind, attempt, verb, data, answers, now=now)
    return activity_types.fold_fact(kind, attempt, verb, data, now=now)


def _answered(kind: ActivityType, attempt: Attempt, data: Mapping[str, Any], *, now: datetime) -> Step:
    if attempt.closed_at is not None:
        raise AttemptClosed(
            _("This attempt is finished and takes no more answers. Open its result to see what counted.")
        )
    if is_over(attempt, kind, now=now):
        raise TooLate(
            _("The time is up. What was saved before has been submitted; this came too late and does not count.")
        )
    refuse_outside(attempt.enrolment, now=now)
    refuse_answering(attempt, now=now)
    return kind.answer(attempt.form, attempt.state, data, now=now)


def results_of(attempt: Attempt, *, alone: bool) -> list[Result]:
    """Return the results of the completed attempts at the activity of `attempt`, in order; one statement, and none if
    it is `alone`.
    """
    results = {attempt.number: Result(attempt.score, attempt.passed)}
    if not alone:
        others = Attempt.objects.filter(
            enrolment=attempt.enrolment_id, activity=attempt.activity_id, completed_at__isnull=False
        )
        for number, score, passed in others.exclude(pk=attempt.pk).values_list("number", "score", "passed"):
            results[number] = Result(score, passed)
    return [results[number] for number in sorted(results)]


def lock(attempt: Attempt) -> Attempt:
    """Lock the attempt and its enrolment together and return them as they stand, with the learner, course and
    institution that the caller has.
    """
    locked = statements.ATTEMPT.first(pk=attempt.pk)
    if locked is None:
        raise Attempt.DoesNotExist(f"There is no attempt {attempt.pk}.")
    if Attempt.enrolment.is_cached(attempt):
        copy_relations(attempt.enrolment, locked.enrolment)
    return locked


def copy_relations(known: Enrolment, locked: Enrolment) -> None:
    """Give the enrolment as it was read anew the learner, course and institution of the one that the caller has."""
    for relation in (Enrolment.learner, Enrolment.course, Enrolment.institution):
        if relation.is_cached(known):
            setattr(locked, relation.field.name, getattr(known, relation.field.name))
