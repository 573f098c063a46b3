"""The only writers of enrolments and attempts: enrol, begin, answer. Assigning and corrections have files of their own."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from courses import catalogue
from courses.models import Course
from courses.outline import Entry
from lms.people.models import Institution, User
from lms.plugins import events, filters
from lms.plugins.activity import ActivityType, InvalidAnswer, Outcome, Step

from . import dispatch
from .completion import better, counts_as_done, course_score, remaining
from .journal import EventConflict, store
from .models import Assignment, Attempt, Enrolment


class CourseClosed(ValueError):
    """Nobody can be enrolled in this course now."""


class AttemptClosed(InvalidAnswer):
    """The attempt is finished; nothing more can be added."""


class NoAttemptLeft(ValueError):
    """All the attempts that this activity allows have been used."""


@dataclass(frozen=True)
class Start:
    """How an attempt begins: the number that draws for it, and the content it is drawn from."""

    seed: int
    content: str

    def draw(self, kind: ActivityType) -> tuple[dict[str, Any], dict[str, Any]]:
        """The form and the first state; the same start gives the same form."""
        return kind.begin(catalogue.content(self.content).definition, seed=self.seed)


@transaction.atomic
def enrol(
    *, people: Iterable[User], course: Course, now: datetime, due_at: datetime | None = None, assignment: Assignment | None = None
) -> int:
    """Enrol `people` in the current release of `course`; who is under way or has completed it is left as they are.

    An assignment's due date reaches enrolments under way. People without an institution are passed over, and so are those whom a plugin
    refuses. Returns how many are new. Raises `CourseClosed`.
    """
    if not course.open or course.release_id is None:
        raise CourseClosed(_("“%(course)s” is closed: nobody can be enrolled in it until it is published again.") % {"course": course})
    people = list(people)
    prefetch_related_objects(people, "institution")
    places = [(person, person.institution) for person in people if person.institution is not None]
    known = Enrolment.objects.filter(course=course, learner__in=people)
    if assignment is not None:
        known.under_way().update(due_at=due_at, assignment=assignment)
    here = set(known.values_list("learner_id", flat=True))
    new = [(person, institution) for person, institution in places if person.pk not in here]
    refused = filters.enrol.refusals([filters.Enrolling(person, course, institution) for person, institution in new])
    release = catalogue.release(course.release_id)
    required = release.outline.required
    rows = [
        Enrolment(
            learner=person, course=course, release=release, assignment=assignment, institution=institution,
            country=institution.country, sex=person.sex, rank=person.rank, role_family=person.role_family,
            remaining=len(required), due_at=due_at, enrolled_at=now,
        )
        for number, (person, institution) in enumerate(new)
        if number not in refused
    ]  # fmt: skip
    Enrolment.objects.bulk_create(rows, ignore_conflicts=True)
    _tell_enrolled(rows, course, now=now)
    return len(rows)


def _tell_enrolled(rows: Iterable[Enrolment], course: Course, *, now: datetime) -> None:
    """An event for each institution whose plugins listen; the ids, which a bulk insert leaves unknown, are only then asked for."""
    by_institution: dict[Institution, list[User]] = {}
    for row in rows:
        by_institution.setdefault(row.institution, []).append(row.learner)
    for institution, people in by_institution.items():
        if events.heard(events.Enrolled, at=institution):
            made = Enrolment.objects.filter(course=course, learner__in=people, institution=institution, enrolled_at=now)
            ids = tuple(made.order_by("pk").values_list("pk", flat=True))
            told = events.Enrolled(institution=institution.pk, at=now, course=course.pk, enrolments=ids)
            events.publish(told, at=institution)


def begin(*, enrolment: Enrolment, entry: Entry, event_id: UUID, now: datetime, language: str, seed: int | None = None) -> Attempt:
    """Begin an attempt at the activity `entry`, or return the one that is open: however often it is asked, at most one is.

    Raises `NoAttemptLeft`, `EventConflict`, `lms.plugins.filters.Vetoed` where a plugin refuses, and `lms.plugins.registry.NotInstalled`
    while the activity's plugin is absent or switched off at the learner's institution.
    """
    start = Start(secrets.randbits(31) if seed is None else seed, entry.content(language, enrolment.country, enrolment.language))
    kind = dispatch.activity_type(entry.kind, start.content, at=enrolment.institution)
    try:
        return _begin(enrolment, entry, kind, start, event_id, now=now)
    except (IntegrityError, EventConflict):
        open_now = enrolment.attempts.filter(activity_id=UUID(entry.id), closed_at=None).first()
        if open_now is None:
            raise
        return open_now


@transaction.atomic
def _begin(enrolment: Enrolment, entry: Entry, kind: ActivityType, start: Start, event_id: UUID, *, now: datetime) -> Attempt:
    locked = Enrolment.objects.select_for_update().only("started_at", "completed_at").get(pk=enrolment.pk)
    attempts = list(enrolment.attempts.filter(activity_id=UUID(entry.id)).order_by("number"))
    if attempts and attempts[-1].closed_at is None:
        return attempts[-1]
    allowed = kind.attempts_allowed(catalogue.content(start.content).definition)
    if allowed is not None and len(attempts) >= allowed:
        raise NoAttemptLeft(_("You have used all attempts at this activity. Ask your instructor what to do next."))
    filters.begin.ask(filters.Beginning(enrolment, entry))
    form, state = start.draw(kind)
    attempt = Attempt(
        enrolment=enrolment, activity_id=entry.id, release_id=enrolment.release_id, kind=entry.kind,
        number=len(attempts) + 1, form=form, state=state, begun_at=now, events=1,
    )  # fmt: skip
    attempt.save(force_insert=True)
    data = {"seed": start.seed, "content": start.content}
    if not store(id=event_id, attempt=attempt, position=0, verb="initialized", data=data, occurred_at=now, now=now):
        raise EventConflict
    started = locked.started_at or now
    status = Enrolment.Status.COMPLETED if locked.completed_at else Enrolment.Status.STARTED
    Enrolment.objects.filter(pk=enrolment.pk).update(started_at=started, seen_at=now, status=status)
    enrolment.started_at, enrolment.seen_at, enrolment.status = started, now, status
    begun = events.AttemptBegun(
        institution=enrolment.institution_id, at=now, enrolment=enrolment.pk, attempt=attempt.pk, activity=UUID(entry.id), kind=entry.kind
    )
    events.publish(begun, at=enrolment.institution)
    return attempt


@transaction.atomic
def answer(
    *, attempt: Attempt, data: Mapping[str, Any], event_id: UUID, now: datetime, occurred_at: datetime | None = None, origin: str = "web"
) -> Attempt:
    """Store `data` as one event and fold it into `attempt`.

    The same `event_id` with the same `data` again changes nothing and returns the attempt as it stands. Completing the last required
    activity completes the enrolment and sends `course_completed`, once, in the same transaction.

    Raises `EventConflict` for a known id with other data, `AttemptClosed` on a finished attempt, the plugin's `InvalidAnswer`, and
    `lms.plugins.registry.NotInstalled` as `begin` does, each with nothing written. Completion, success and score follow xAPI 1.0.3, part
    two, 2.4.5, with the score in 0..1.
    """
    attempt = _locked(attempt)
    kind = dispatch.type_of(attempt)
    occurred_at = occurred_at or now
    if not store(
        id=event_id, attempt=attempt, position=attempt.events, verb="answered", data=data, occurred_at=occurred_at, now=now, origin=origin
    ):
        return attempt
    if attempt.closed_at is not None:
        raise AttemptClosed(_("This attempt is finished and takes no more answers. Open its result to see what counted."))
    counted = apply(attempt, kind.answer(attempt.form, attempt.state, data, now=now), now=now)
    attempt.save(update_fields=["state", "events", "answered_at", "completed_at", "closed_at", "passed", "score"])
    enrolment = attempt.enrolment
    if attempt.closed_at is not None:
        _tell_closed(attempt, now=now)
    if counted:
        completed = count(enrolment, attempt, now=now)
        enrolment.save(update_fields=FIGURES)
        if completed:
            tell_completed(enrolment, now=now)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    """The attempt and its enrolment as they stand, locked together, with the learner, course and institution that the caller has."""
    locked = Attempt.objects.select_for_update(of=("self", "enrolment")).select_related("enrolment").get(pk=attempt.pk)
    if Attempt.enrolment.is_cached(attempt):
        for relation in (Enrolment.learner, Enrolment.course, Enrolment.institution):
            if relation.is_cached(attempt.enrolment):
                setattr(locked.enrolment, relation.field.name, getattr(attempt.enrolment, relation.field.name))
    return locked


def apply(attempt: Attempt, step: Step, *, now: datetime) -> bool:
    """What one folded answer does to the attempt's own columns; used by `answer` and by the rebuild alike.

    True where the enrolment has to count it: the attempt is completed now, or completed and closed.
    """
    outcome: Outcome = step.outcome
    counted = outcome.completed and (attempt.completed_at is None or outcome.closed)
    attempt.state = dict(step.state)
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
    return counted


def count(enrolment: Enrolment, attempt: Attempt, *, now: datetime) -> bool:
    """What a completed attempt does to the enrolment's figures, in memory. True where this completes the course."""
    tally(enrolment, attempt, now=now)
    return settle(enrolment, now=now)


def tally(enrolment: Enrolment, attempt: Attempt, *, now: datetime) -> None:
    """Keep the best score of the attempt's activity, and that it is done. Of a completed course only the best scores go on changing."""
    activity = str(attempt.activity_id)
    if attempt.score is not None:
        best = better(enrolment.scores.get(activity), attempt.score)
        enrolment.scores = {**enrolment.scores, activity: best}
    enrolment.seen_at = now
    done = enrolment.completed_at is None and counts_as_done(completed=True, passed=attempt.passed)
    if done and activity not in enrolment.done:
        enrolment.done = [*enrolment.done, activity]


def settle(enrolment: Enrolment, *, now: datetime) -> bool:
    """Work out score and what remains from the enrolment's release, in memory; an enrolment that is complete stays as it is.

    True where nothing remains any more, which completes it. A course of which nothing was done is never complete.
    """
    if enrolment.completed_at is not None:
        return False
    outline = catalogue.release(enrolment.release_id).outline
    enrolment.score = course_score(enrolment.scores, {entry.id: entry.weight for entry in outline.activities})
    enrolment.remaining = remaining(outline.required, enrolment.done)
    if enrolment.remaining or not enrolment.done:
        return False
    enrolment.completed_at, enrolment.status = now, Enrolment.Status.COMPLETED
    return True


def _tell_closed(attempt: Attempt, *, now: datetime) -> None:
    enrolment = attempt.enrolment
    closed = events.AttemptClosed(
        institution=enrolment.institution_id, at=now, enrolment=enrolment.pk, attempt=attempt.pk, activity=attempt.activity_id,
        kind=attempt.kind, passed=attempt.passed, score=attempt.score,
    )  # fmt: skip
    events.publish(closed, at=enrolment.institution)


def tell_completed(enrolment: Enrolment, *, now: datetime) -> None:
    """Tell the house, and the plugins that listen, that `enrolment` is complete; in the transaction that completes it, once."""
    events.course_completed.send(Enrolment, enrolment=enrolment, now=now)
    done = events.CourseCompleted(
        institution=enrolment.institution_id, at=now, enrolment=enrolment.pk, course=enrolment.course_id, score=enrolment.score
    )
    events.publish(done, at=enrolment.institution)


FIGURES = ["remaining", "done", "scores", "score", "seen_at", "completed_at", "status"]
"""The columns of an enrolment that follow from its attempts."""
