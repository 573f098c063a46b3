"""Effect of one folded event on the columns of an attempt and the figures of its enrolment; used by services and
rebuild alike.
"""

from collections.abc import Mapping
from datetime import datetime

from courses.catalogue import lookup
from lms.foundation.plugins import events
from lms.foundation.plugins.activity import Result, Step

from ..models import Attempt, Enrolment
from .programmes import complete, courses_beside
from .rules import better, counts_as_done, course_score, remaining

COLUMNS = [
    "state",
    "events",
    "answered_at",
    "completed_at",
    "closed_at",
    "passed",
    "score",
    "deadline_at",
    "waiting",
    "late",
    "undecided",
]
"""The columns of an attempt that follow from its events."""
FIGURES = ["remaining", "done", "scores", "score", "seen_at", "completed_at", "status"]
"""The columns of an enrolment that follow from its attempts."""
WRITTEN = [*FIGURES, "changed_at"]
OVERRIDDEN, RESTORED = BY_HAND = ("overridden", "restored")
"""Somebody set what an activity counts for, or undid that: facts of the core."""


def apply(attempt: Attempt, step: Step, *, deadline: datetime | None, now: datetime, answered: bool = True) -> bool:
    """Apply one event to the attempt's own columns, in memory; `answered` if it is the learner's own answer, `deadline`
    is the one that holds from now on.

    True where the enrolment has to count it: the attempt is completed now, or completed and closed, or has a result
    that may be worse than the one that was counted before, whether it is closed or goes on.
    """
    outcome = step.outcome
    lowered = outcome.lowers and attempt.completed_at is not None and (outcome.score, outcome.passed) != (None, None)
    counted = lowered or (outcome.completed and (attempt.completed_at is None or outcome.closed))
    attempt.state = dict(step.state)
    attempt.events += 1
    if answered:
        attempt.answered_at = now
    for name in ("score", "passed", "waiting"):
        if (news := getattr(outcome, name)) is not None:
            setattr(attempt, name, news)
    if outcome.completed:
        attempt.completed_at = attempt.completed_at or now
    if outcome.closed:
        attempt.closed_at = attempt.closed_at or now
    attempt.deadline_at = deadline
    return counted


def count(
    enrolment: Enrolment, activity: str, result: Result, *, now: datetime, answered: bool = True, lowers: bool = False
) -> bool:
    """Apply the `result` of an activity to the enrolment's figures, in memory.

    True where this completes the course.
    """
    record_result(enrolment, activity, result, lowers=lowers)
    if answered:
        enrolment.seen_at = now
    return update_enrolment(enrolment, now=now)


def record_result(enrolment: Enrolment, activity: str, result: Result, *, lowers: bool = False) -> None:
    """Keep the score of the activity, and that it is done. What is done stays done unless somebody decided that a
    result may go down.

    Of a completed course only the scores go on changing, and only upwards where nobody decided otherwise. What somebody
    set counts in place of the result.
    """
    complete, own = enrolment.completed_at is not None, enrolment.overrides.get(activity)
    if own is not None:
        result, lowers = Result(own["score"], own["passed"]), True
    if result.score is not None:
        score = better(enrolment.scores.get(activity), result.score) if complete and not lowers else result.score
        enrolment.scores = {**enrolment.scores, activity: score}
    if complete:
        return
    done = counts_as_done(completed=True, passed=result.passed)
    if done and activity not in enrolment.done:
        enrolment.done = [*enrolment.done, activity]
    elif lowers and not done:
        enrolment.done = [other for other in enrolment.done if other != activity]


def set_by_hand(enrolment: Enrolment, activity: str, verb: str, data: Mapping[str, object]) -> None:
    """Keep what one of `BY_HAND` says of an activity, in memory; it counts with the next `record_result`."""
    others = {name: own for name, own in enrolment.overrides.items() if name != activity}
    own = {"score": data["score"], "passed": data["passed"]} if verb == OVERRIDDEN else None
    enrolment.overrides = others if own is None else {**others, activity: own}


def update_enrolment(enrolment: Enrolment, *, now: datetime) -> bool:
    """Work out score and what remains from the enrolment's release, in memory; an enrolment that is complete stays
    complete.

    The score always is what the activities count for together. True where nothing remains any more, which completes the
    enrolment. A course of which nothing was done is never complete.
    """
    outline, role = lookup.release(enrolment.release_id).outline, enrolment.role_family
    enrolment.changed_at = now
    enrolment.score = course_score(enrolment.scores, outline.weights_of(role))
    if enrolment.completed_at is not None:
        return False
    enrolment.remaining = remaining(outline.required_of(role), enrolment.done)
    if enrolment.remaining or not enrolment.done:
        return False
    enrolment.completed_at, enrolment.status = now, Enrolment.Status.COMPLETED
    return True


def by_learner(enrolment: Enrolment) -> tuple[int, int]:
    """Return the order in which enrolments that are completed together are told."""
    return enrolment.learner_id, enrolment.pk


def tell_begun(attempt: Attempt, *, now: datetime) -> None:
    """Tell the plugins that listen that `attempt` has begun."""
    begun = events.AttemptBegun(
        institution=attempt.enrolment.institution_id,
        at=now,
        enrolment=attempt.enrolment_id,
        attempt=attempt.pk,
        activity=attempt.activity_id,
        kind=attempt.kind,
    )
    events.publish(begun, at=attempt.enrolment.institution)


def tell_closed(attempt: Attempt, *, now: datetime) -> None:
    """Tell the plugins that listen that `attempt` has ended."""
    enrolment = attempt.enrolment
    closed = events.AttemptClosed(
        institution=enrolment.institution_id,
        at=now,
        enrolment=enrolment.pk,
        attempt=attempt.pk,
        activity=attempt.activity_id,
        kind=attempt.kind,
        passed=attempt.passed,
        score=attempt.score,
    )
    events.publish(closed, at=enrolment.institution)


def tell_completed(enrolment: Enrolment, *, now: datetime, alone: bool = False) -> None:
    """Tell the house, and the plugins that listen, that `enrolment` is complete; in the transaction that completes it,
    once. Where it is the last course of a programme, that is complete, too; `alone` as `courses_beside` has it.

    Of several that are completed together those of the learner with the lowest number come first (`by_learner`), so
    that two lists do not wait for each other.
    """
    courses = courses_beside(enrolment, alone=alone)
    events.course_completed.send(Enrolment, enrolment=enrolment, now=now)
    complete(enrolment, courses, now=now)
    done = events.CourseCompleted(
        institution=enrolment.institution_id,
        at=now,
        enrolment=enrolment.pk,
        course=enrolment.course_id,
        score=enrolment.score,
    )
    events.publish(done, at=enrolment.institution)
