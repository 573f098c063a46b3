"""Writing of what was folded: attempts, the figures of their enrolments, and what is told of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lms.foundation.plugins.activity import ActivityType, Result, activities

from ..completion.figures import BY_HAND, WRITTEN, by_learner, count, set_by_hand, tell_completed
from ..models import Attempt, Enrolment, Event
from . import statements
from .event_store import ANSWERED

Results = dict[tuple[int, UUID], dict[int, Result]]
"""Results of attempts by enrolment and activity, and by the number of the attempt."""


@dataclass(frozen=True)
class Counted:
    """A moment in which an enrolment counts an attempt, with the result that it then had."""

    attempt: Attempt
    kind: ActivityType
    event: Event
    result: Result
    lowers: bool


def is_own_act(event: Event) -> bool:
    """Return whether the event is a fact that the learner added, such as an entry from their seat in a simulation: with
    the first they have started, as with an answer.
    """
    kind = activities.find(event.attempt.kind)
    theirs = kind is not None and event.verb in kind.learners_facts
    return theirs and event.data.get("by") == event.attempt.enrolment.learner_id


def results_beside(counted: Sequence[Counted], first: Collection[int]) -> Results:
    """Return the results of the completed attempts at the activities that are counted; one statement, and none where
    each of them is the first, and was open (`first`, by primary key), since then there is no other.
    """
    results: Results = {(one.attempt.enrolment_id, one.attempt.activity_id): {} for one in counted}
    several = [one.attempt for one in counted if one.attempt.pk not in first]
    if several:
        others = Attempt.objects.filter(
            enrolment__in={attempt.enrolment_id for attempt in several}, completed_at__isnull=False
        )
        columns = ("enrolment_id", "activity_id", "number", "score", "passed")
        for enrolment, activity, number, score, passed in others.values_list(*columns):
            if (enrolment, activity) in results:
                results[enrolment, activity][number] = Result(score, passed)
    return results


def save_enrolments(
    set_out: Collection[Enrolment], counted: Sequence[Counted], results: Results, *, now: datetime
) -> None:
    """Count what was folded, in the order in which it entered, write the enrolments that changed, with those in which
    a learner has `set_out`, and tell which are complete.
    """
    for enrolment in set_out:
        enrolment.set_out(now)
    completed = _count(counted, results, now=now)
    changed = {one.pk: one for one in (*set_out, *(one.attempt.enrolment for one in counted))}
    by_hand = any(one.event.verb in BY_HAND for one in counted)
    if len(changed) == 1:
        (enrolment,) = changed.values()
        if by_hand:
            statements.OVERRIDDEN.save(enrolment)
        elif completed:
            statements.save_completed(enrolment)
        else:
            statements.ANSWERED.save(enrolment)
    elif changed:
        columns = [*WRITTEN, "started_at", *(["overrides"] if by_hand else [])]
        Enrolment.objects.bulk_update(changed.values(), columns, batch_size=200)
    for enrolment in sorted(completed, key=by_learner):
        tell_completed(enrolment, now=now, alone=len(changed) == 1 and not by_hand)


def _count(counted: Sequence[Counted], results: Results, *, now: datetime) -> list[Enrolment]:
    """Count what was folded, in memory, and return the enrolments that are complete now."""
    completed = []
    for one in counted:
        attempt, activity, verb = one.attempt, str(one.attempt.activity_id), one.event.verb
        of_activity = results[attempt.enrolment_id, attempt.activity_id]
        of_activity[attempt.number] = one.result
        result = one.kind.combine(attempt.form, [of_activity[number] for number in sorted(of_activity)])
        if verb in BY_HAND:
            set_by_hand(attempt.enrolment, activity, verb, one.event.data)
        if count(attempt.enrolment, activity, result, now=now, answered=verb == ANSWERED, lowers=one.lowers):
            completed.append(attempt.enrolment)
    return completed
