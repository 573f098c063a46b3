"""The only writers of enrolments and attempts: enrol, begin, answer."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses import catalogue
from courses.models import Course
from courses.outline import Entry
from lms.people.models import User
from lms.plugins.activity import InvalidAnswer, Outcome, activities
from lms.plugins.events import course_completed

from .completion import better, counts_as_done, course_score, remaining
from .journal import EventConflict, store
from .models import Assignment, Attempt, Enrolment


class AttemptClosed(InvalidAnswer):
    """The attempt is finished; nothing more can be added."""


class NoAttemptLeft(ValueError):
    """All the attempts that this activity allows have been used."""


@transaction.atomic
def enrol(
    *, people: Iterable[User], course: Course, now: datetime, due_at: datetime | None = None, assignment: Assignment | None = None
) -> int:
    """Enrol `people` in the current release of `course`; who is under way or has completed it is left as they are.

    A new due date reaches enrolments under way. People without an institution are passed over. Returns how many are new.
    """
    people = [person for person in people if person.institution_id]
    known = Enrolment.objects.filter(course=course, learner__in=people)
    if assignment is not None:
        known.filter(completed_at=None).update(due_at=due_at, assignment=assignment)
    here = set(known.values_list("learner_id", flat=True))
    release = catalogue.release(course.release_id)
    required = release.outline.required
    rows = [
        Enrolment(
            learner=person, course=course, release=release, assignment=assignment, institution_id=person.institution_id,
            country=person.institution.country, sex=person.sex, rank=person.rank, role_family=person.role_family,
            remaining=len(required), due_at=due_at, enrolled_at=now,
        )
        for person in people
        if person.pk not in here
    ]  # fmt: skip
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def begin(*, enrolment: Enrolment, entry: Entry, event_id: UUID, now: datetime, language: str, seed: int | None = None) -> Attempt:
    """Begin an attempt at the activity `entry`, or return the one that is open: however often it is asked, at most one is.

    Raises `NoAttemptLeft`, `EventConflict`, and `lms.plugins.registry.NotInstalled` while the activity's plugin is absent.
    """
    kind = activities.get(entry.kind)
    try:
        with transaction.atomic():
            Enrolment.objects.select_for_update().only("pk").get(pk=enrolment.pk)
            attempts = list(enrolment.attempts.filter(activity=entry.id).order_by("number"))
            if attempts and attempts[-1].closed_at is None:
                return attempts[-1]
            digest = entry.content(language, enrolment.country, enrolment.language)
            definition = catalogue.content(digest).definition
            allowed = kind.attempts_allowed(definition)
            if allowed is not None and len(attempts) >= allowed:
                raise NoAttemptLeft(_("You have used all attempts at this activity. Ask your instructor what to do next."))
            seed = secrets.randbits(31) if seed is None else seed
            form, state = kind.begin(definition, seed=seed)
            attempt = Attempt(
                enrolment=enrolment, activity_id=entry.id, release_id=enrolment.release_id, kind=entry.kind,
                number=len(attempts) + 1, form=form, state=state, begun_at=now, events=1,
            )  # fmt: skip
            attempt.save(force_insert=True)
            data = {"seed": seed, "content": digest}
            if not store(id=event_id, attempt=attempt, position=0, verb="initialized", data=data, occurred_at=now, now=now):
                raise EventConflict
            started = enrolment.started_at or now
            status = Enrolment.Status.COMPLETED if enrolment.completed_at else Enrolment.Status.STARTED
            Enrolment.objects.filter(pk=enrolment.pk).update(started_at=started, seen_at=now, status=status)
            enrolment.started_at, enrolment.status = started, status
            return attempt
    except (IntegrityError, EventConflict):
        open_now = enrolment.attempts.filter(activity=entry.id, closed_at=None).first()
        if open_now is None:
            raise
        return open_now


@transaction.atomic
def answer(
    *, attempt: Attempt, data: Mapping[str, Any], event_id: UUID, now: datetime, occurred_at: datetime | None = None, origin: str = "web"
) -> Attempt:
    """Store `data` as one event and fold it into `attempt`.

    The same `event_id` with the same `data` again changes nothing and returns the attempt as it stands. Completing the last required
    activity completes the enrolment and sends `course_completed`, once, in the same transaction.

    Raises `EventConflict` for a known id with other data, `AttemptClosed` on a finished attempt, and the plugin's `InvalidAnswer`, each
    with nothing written. Completion, success and score follow xAPI 1.0.3, part two, 2.4.5, with the score in 0..1.
    """
    kind = activities.get(attempt.kind)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not store(id=event_id, attempt=attempt, position=attempt.events, verb="answered", data=data, occurred_at=occurred_at or now, now=now, origin=origin):
        return attempt
    if attempt.closed_at is not None:
        raise AttemptClosed(_("This attempt is finished and takes no more answers. Open its result to see what counted."))
    step = kind.answer(attempt.form, attempt.state, data, now=now)
    before = attempt.completed_at
    apply(attempt, step.state, step.outcome, now=now)
    attempt.save(update_fields=["state", "events", "answered_at", "completed_at", "closed_at", "passed", "score"])
    if step.outcome.completed and (before is None or step.outcome.closed):
        _count(attempt, now=now)
    return attempt


def apply(attempt: Attempt, state: Mapping[str, Any], outcome: Outcome, *, now: datetime) -> None:
    """What one folded answer does to the attempt's own columns; used by `answer` and by the rebuild alike."""
    attempt.state = state
    attempt.events += 1
    attempt.answered_at = now
    if outcome.completed:
        attempt.completed_at = attempt.completed_at or now
    if outcome.score is not None:
        attempt.score = outcome.score
    if outcome.passed is not None:
        attempt.passed = outcome.passed
    if outcome.closed:
        attempt.closed_at = now


def count(enrolment: Enrolment, attempt: Attempt, *, now: datetime) -> bool:
    """What a completed attempt does to the enrolment's figures, in memory. True where this completes the course."""
    activity = str(attempt.activity_id)
    if attempt.score is not None:
        best = better(enrolment.scores.get(activity), attempt.score)
        enrolment.scores = {**enrolment.scores, activity: best}
    outline = catalogue.release(enrolment.release_id).outline
    weights = {entry.id: entry.weight for entry in outline.activities}
    enrolment.seen_at = now
    if enrolment.completed_at is not None:
        return False
    enrolment.score = course_score(enrolment.scores, weights)
    if counts_as_done(completed=True, passed=attempt.passed) and activity not in enrolment.done:
        enrolment.done = [*enrolment.done, activity]
    return settle(enrolment, now=now)


def settle(enrolment: Enrolment, *, now: datetime) -> bool:
    """Count what remains of the enrolment's release, in memory. True where nothing does any more and it was not complete before."""
    enrolment.remaining = remaining(catalogue.release(enrolment.release_id).outline.required, enrolment.done)
    if enrolment.remaining or enrolment.completed_at is not None or not enrolment.done:
        return False
    enrolment.completed_at, enrolment.status = now, Enrolment.Status.COMPLETED
    return True


FIGURES = ["remaining", "done", "scores", "score", "seen_at", "completed_at", "status"]


def _count(attempt: Attempt, *, now: datetime) -> None:
    enrolment = Enrolment.objects.select_for_update(of=("self",)).select_related("learner", "institution", "course").get(pk=attempt.enrolment_id)
    completed = count(enrolment, attempt, now=now)
    enrolment.save(update_fields=FIGURES)
    attempt.enrolment = enrolment
    if completed:
        course_completed.send(Enrolment, enrolment=enrolment, now=now)
