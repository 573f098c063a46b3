"""Result of an activity set by a person in place of the result of its attempts: a fact of the core, undone by another
one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lms.people.audit.services import note
from lms.people.directory.models import User
from lms.people.directory.rules import refuse_own_case

from ..completion.figures import OVERRIDDEN, RESTORED
from ..models import Attempt, Event, reasons
from . import statements
from .arrivals import Arrival
from .batch import Batch
from .rules import NothingToSet

__all__ = ["LONGEST", "NothingToSet", "Setting", "override", "restore", "settings_of"]

LONGEST = 500
"""Characters of a reason."""


@dataclass(frozen=True)
class Setting:
    """Result that a person set, or undid, with time and reason; `score` and `passed` are None if it was undone."""

    verb: str
    score: float | None
    passed: bool | None
    reason: str
    by: int | None
    at: datetime
    event: UUID

    @property
    def is_undone(self) -> bool:
        return self.verb == RESTORED


def settings_of(enrolment: int, activity: UUID) -> list[Setting]:
    """Return the results set by hand for an activity, in order. One statement."""
    events = Event.objects.filter(enrolment=enrolment, attempt__activity=activity, verb__in=(OVERRIDDEN, RESTORED))
    return [
        Setting(
            event.verb,
            event.data.get("score"),
            event.data.get("passed"),
            event.data.get("reason", ""),
            event.data.get("by"),
            event.received_at,
            event.pk,
        )
        for event in events.order_by("number")
    ]


@transaction.atomic
def override(
    *, attempt: Attempt, score: float | None, passed: bool, reason: str, by: User, event_id: UUID, now: datetime
) -> Attempt:
    """Let the activity of `attempt` count for `score` (0..1, None for one without) and as `passed`, whatever its
    attempts come to, until `restore`. What they came to stays with them, and who set it and why stays on record.

    Completion, the course's score and the certificate follow; a course that is complete stays complete. The same
    `event_id` again changes nothing. Raises `NoReason`, `OwnCase`, `NothingToSet`, `EventConflict` and `NotInstalled`,
    each with nothing written.
    """
    return _entered(attempt, OVERRIDDEN, {"score": score, "passed": passed}, reason, by, event_id, now=now)


@transaction.atomic
def restore(*, attempt: Attempt, reason: str, by: User, event_id: UUID, now: datetime) -> Attempt:
    """Let the activity of `attempt` count for what its attempts come to again. Raises as `override` does."""
    return _entered(attempt, RESTORED, {}, reason, by, event_id, now=now)


def _entered(
    attempt: Attempt, verb: str, data: Mapping[str, object], reason: str, by: User, event_id: UUID, *, now: datetime
) -> Attempt:
    reason = reasons.checked(reason, longest=LONGEST)
    attempt = statements.lock(attempt)
    enrolment, before = attempt.enrolment, attempt.events
    refuse_own_case(by, [enrolment.learner_id])
    said = {**data, "reason": reason, "by": by.pk}
    Batch({attempt.pk: attempt}, now=now, raises=True).enter([Arrival(attempt.pk, said, event_id, verb)])
    if attempt.events > before:
        place = enrolment.institution_id
        note("result_set", by=by, person=enrolment.learner_id, institution=place, now=now, verb=verb)
    return attempt
