"""Events of many attempts that enter together: attempts locked once, events folded in order, all written at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, models, transaction

from lms.foundation.plugins.activity import ActivityType, Result, Step

from ..completion.figures import COLUMNS, FIGURES, apply, by_learner, count, tell_closed, tell_completed
from ..models import Attempt, Enrolment, Event
from .event_store import append

T = TypeVar("T")
TRIES = 3


def in_one_transaction(work: Callable[[], T]) -> T:
    """Return the result of `work`, done in one transaction. Repeated if an event of another attempt took an id
    meanwhile, so that `work` then knows it.
    """
    for _try in range(TRIES - 1):
        try:
            with transaction.atomic():
                return work()
        except IntegrityError:
            continue
    with transaction.atomic():
        return work()


def locked(attempts: models.QuerySet[Attempt]) -> dict[int, Attempt]:
    """Return by primary key the attempts with their enrolments, of which each is there once; locked in one order, so
    that two lists do not wait for each other. One statement.
    """
    of = ("self", "enrolment")
    rows = attempts.select_for_update(of=of, no_key=True).select_related("enrolment__learner", "enrolment__institution")
    locked = {attempt.pk: attempt for attempt in rows.order_by("enrolment", "pk")}
    enrolments: dict[int, Enrolment] = {}
    for attempt in locked.values():
        attempt.enrolment = enrolments.setdefault(attempt.enrolment_id, attempt.enrolment)
    return locked


@dataclass(frozen=True)
class CountedAnswer:
    """A moment in which an enrolment counts an attempt, with what that came to."""

    attempt: Attempt
    kind: ActivityType
    result: Result
    answered: bool
    lowers: bool


class Batch:
    """Attempts that are locked, and what is to be written of them."""

    def __init__(self, attempts: dict[int, Attempt], *, now: datetime) -> None:
        self.attempts, self.now = attempts, now
        self.known: dict[UUID, Event] = {}
        """Events of any attempt by id: those that were looked up, and those that entered here."""
        self._new: list[Event] = []
        self._counted: list[CountedAnswer] = []
        self._begun: dict[int, Enrolment] = {}
        self._was_open: dict[int, bool] = {}

    def look_up(self, ids: Iterable[UUID]) -> None:
        """Get to know the events with these ids; one statement."""
        self.known |= {event.pk: event for event in Event.objects.filter(pk__in=set(ids))}

    def enter(self, event: Event, kind: ActivityType, fold: Callable[[], Step], *, answered: bool) -> None:
        """Fold `event` with `fold`, in memory, and keep it to be written. `answered` where it is the learner's own.

        Raises what `fold` raises, with nothing changed.
        """
        attempt = self.attempts[event.attempt_id]
        before = {name: getattr(attempt, name) for name in COLUMNS}
        try:
            counts = apply(kind, attempt, step := fold(), now=self.now, answered=answered)
        except Exception:
            for name, value in before.items():
                setattr(attempt, name, value)
            raise
        event.position, event.enrolment_id, event.received_at = before["events"], attempt.enrolment_id, self.now
        self.known[event.pk] = event
        self._new.append(event)
        self._was_open.setdefault(attempt.pk, before["closed_at"] is None)
        if answered and attempt.enrolment.started_at is None:  # others began it
            attempt.enrolment.set_out(self.now)
            self._begun[attempt.enrolment_id] = attempt.enrolment
        if counts:
            result = Result(attempt.score, attempt.passed)
            self._counted.append(CountedAnswer(attempt, kind, result, answered, step.outcome.lowers))

    def save(self) -> None:
        """Write events, attempts and figures, and tell what came of it."""
        results = self._results()
        append(self._new)
        touched = [self.attempts[pk] for pk in self._was_open]
        Attempt.objects.bulk_update(touched, COLUMNS, batch_size=200)
        for attempt in touched:
            if self._was_open[attempt.pk] and attempt.closed_at is not None:
                tell_closed(attempt, now=self.now)
        completed = self._count(results)
        enrolments = self._begun | {one.attempt.enrolment_id: one.attempt.enrolment for one in self._counted}
        Enrolment.objects.bulk_update(enrolments.values(), [*FIGURES, "started_at"], batch_size=200)
        for enrolment in sorted(completed, key=by_learner):
            tell_completed(enrolment, now=self.now)

    def _results(self) -> dict[tuple[int, UUID], dict[int, Result]]:
        """Return by enrolment and activity the earlier results of the completed attempts, by number; one statement, and
        none if none is counted.
        """
        results: dict[tuple[int, UUID], dict[int, Result]] = {
            (one.attempt.enrolment_id, one.attempt.activity_id): {} for one in self._counted
        }
        others = Attempt.objects.filter(
            enrolment__in={enrolment for enrolment, _activity in results}, completed_at__isnull=False
        )
        columns = ("enrolment_id", "activity_id", "number", "score", "passed")
        for enrolment, activity, number, score, passed in others.values_list(*columns) if results else ():
            if (enrolment, activity) in results:
                results[enrolment, activity][number] = Result(score, passed)
        return results

    def _count(self, results: dict[tuple[int, UUID], dict[int, Result]]) -> list[Enrolment]:
        """Count what was folded, in memory, in the order in which it entered; the enrolments that are complete now."""
        completed = []
        for one in self._counted:
            attempt = one.attempt
            of_activity = results[attempt.enrolment_id, attempt.activity_id]
            of_activity[attempt.number] = one.result
            result = one.kind.combine(attempt.form, [of_activity[number] for number in sorted(of_activity)])
            key, flags = str(attempt.activity_id), {"answered": one.answered, "lowers": one.lowers}
            if count(attempt.enrolment, key, result, now=self.now, **flags):
                completed.append(attempt.enrolment)
        return completed
