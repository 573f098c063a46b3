"""Beginning of an attempt: its random draw, and the check whether it may begin."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue import lookup
from courses.catalogue.outline import Entry
from lms.foundation.plugins import filters
from lms.foundation.plugins.activity import ActivityType, NotNow

from ..access.lock_rules import refuse_locked
from ..access.windows import refuse_outside
from ..models import Attempt, Enrolment
from . import statements
from .batch import Batch


class NoAttemptLeft(ValueError):
    """Refusal: all the attempts that this activity allows have been used."""


@dataclass(frozen=True)
class Start:
    """Start of an attempt: the seed of its draw, the content from which it is drawn, and further terms for this
    learner.
    """

    seed: int
    content: str
    terms: dict[str, Any] = field(default_factory=dict)
    by: int | None = None
    """Who began it for the learner: the primary key of a person; None where it was the learner."""

    @property
    def definition(self) -> dict[str, Any]:
        return lookup.content(self.content).definition

    def draw(self, kind: ActivityType) -> tuple[dict[str, object], dict[str, object]]:
        """Return the form and the first state; the same start gives the same form."""
        return kind.begin(self.definition, seed=self.seed, terms=self.terms)

    @property
    def data(self) -> dict[str, Any]:
        """The start as the journal keeps it; absent parts are left out."""
        written: dict[str, Any] = {"seed": self.seed, "content": self.content}
        return written | ({"terms": self.terms} if self.terms else {}) | ({} if self.by is None else {"by": self.by})


@transaction.atomic
def begin(
    enrolment: Enrolment, entry: Entry, kind: ActivityType, start: Start, event_id: UUID, *, now: datetime
) -> Attempt:
    hold(enrolment, now=now, set_out=start.by is None)
    attempts = statements.ATTEMPTS.rows(enrolment=enrolment.pk, activity=UUID(entry.id))
    if attempts and attempts[-1].closed_at is None:
        transaction.set_rollback(True)
        attempts[-1].enrolment = enrolment
        return attempts[-1]
    attempt, start = drawn(enrolment, entry, kind, start, attempts, now=now)
    batch = Batch({}, now=now)
    batch.begin(attempt, start.data, event_id)
    batch.save()
    if start.by is None:
        enrolment.set_out(now)
    return attempt


def hold(enrolment: Enrolment, *, now: datetime, set_out: bool) -> None:
    """Lock the row, so that attempts at this enrolment begin one after another.

    `set_out` where its learner is under way now.

    One statement. Where it is not the learner who begins, what it writes is what is there.
    """
    if set_out:
        statements.SET_OUT.write(pk=enrolment.pk, now=now)
    else:
        statements.HOLD.write(pk=enrolment.pk)


def drawn(
    enrolment: Enrolment, entry: Entry, kind: ActivityType, start: Start, attempts: Sequence[Attempt], *, now: datetime
) -> tuple[Attempt, Start]:
    """Return the attempt that follows `attempts`, in memory, and its start, with its terms.

    What others begin for a learner, to enter what they saw, has no conditions: a fact is a fact. Raises `NotNow`, which
    is `lms.learning.progress.access.lock_rules.Locked` where a condition does not hold yet, `NoAttemptLeft` and
    `Vetoed`.
    """
    if start.by is None:
        refuse_outside(enrolment, now=now)
        refuse_locked(enrolment, entry.id, now=now)
    ended_at = attempts[-1].closed_at if attempts else None
    start = replace(start, terms=kind.terms(enrolment, entry, start.definition, now=now, ended_at=ended_at))
    _may_begin(attempts, kind.attempts_allowed(start.definition, terms=start.terms))
    filters.begin.ask(filters.Beginning(enrolment, entry))
    return started(enrolment, entry, kind, start, attempts, now=now), start


def started(
    enrolment: Enrolment, entry: Entry, kind: ActivityType, start: Start, attempts: Sequence[Attempt], *, now: datetime
) -> Attempt:
    """Return the attempt that follows `attempts`, in memory, with the form that its `start` draws."""
    form, state = start.draw(kind)
    return Attempt(
        enrolment=enrolment,
        activity_id=UUID(entry.id),
        release_id=enrolment.release_id,
        kind=entry.kind,
        number=len(attempts) + 1,
        form=form,
        state=state,
        begun_at=now,
        events=1,
        deadline_at=kind.deadline(form, state, begun_at=now),
    )


def _may_begin(attempts: Sequence[Attempt], allowed: int | None) -> None:
    """Raise `NotNow` while an earlier one of `attempts` has no result yet, and `NoAttemptLeft`."""
    if any(attempt.waiting for attempt in attempts):
        raise NotNow(_("Your last attempt is being marked. You can begin another one once its result is there."))
    if allowed is not None and len(attempts) >= allowed:
        raise NoAttemptLeft(_("You have used all attempts at this activity. Ask your instructor what to do next."))
