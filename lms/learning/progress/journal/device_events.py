"""Events of many attempts that arrive from a person's device at once: each gets a verdict, and none stops another."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from lms.foundation.plugins.activity import InvalidAnswer, NotNow
from lms.foundation.plugins.runtime import value_checks
from lms.foundation.plugins.runtime.registry import NotInstalled
from lms.people.directory.models import User

from ..models import Attempt
from .answer_parsing import refuse_too_large
from .arrivals import KNOWN, STORED, TOO_LATE, Arrival, NotTheirs, Outcome, in_one_transaction, locked
from .batch import Batch
from .event_store import ANSWERED, EventConflict
from .rules import fact_data

log = logging.getLogger(__name__)

MOST = 5000
"""So many events are taken at once."""
HIGHEST = 2**31 - 1
"""Of a device's own count."""


REFUSED, CONFLICT, FOREIGN, LATER = "refused", "conflict", "foreign", "later"
"""It is no answer, and never will be; its id is taken by something else, or is none that may be sent; the attempt is
not this person's; it may be taken later.
"""
FINAL = frozenset({STORED, KNOWN, TOO_LATE, REFUSED, CONFLICT})


@dataclass(frozen=True)
class Verdict:
    """Outcome of an event, and if it is not saved the reason, in a sentence for the person."""

    word: str
    reason: str = ""

    @property
    def is_final(self) -> bool:
        """True if sending it again would change nothing. Only then may a device forget it."""
        return self.word in FINAL


def receive(
    arrivals: Sequence[Arrival], *, by: User, now: datetime, device: str = "", origin: str = "web"
) -> list[Verdict]:
    """Store and fold what a device of the learner `by` sends, in order; for each event in turn its verdict.

    Each is taken as `lms.learning.progress.journal.services.answer` and `record` take it: answers after the end of
    their attempt are kept as `lms.learning.progress.journal.late_answers` does, and an attempt whose time is over is
    ended first. The same events again are known, also where they come twice at once. Statements do not grow with the
    events of an attempt, nor with the attempts, but for what follows where a course is completed, and that SQLite takes
    ninety events at once: 5,000 are six statements on PostgreSQL and 61 there. Raises `ValueError` for more than
    `MOST`.
    """
    if len(arrivals) > MOST:
        raise ValueError(f"{len(arrivals)} events at once are too many: send {MOST} at most.")
    device = device.replace("\x00", "")[:64]
    events = [_cleaned(one, by, now=now) for one in arrivals]
    own = Attempt.objects.filter(pk__in={one.attempt for one in arrivals}, enrolment__learner=by)

    def entering() -> list[Outcome]:
        attempts = locked(own)
        theirs = [one if isinstance(one, Exception) or one.attempt in attempts else NotTheirs() for one in events]
        return Batch(attempts, now=now, origin=origin, device=device, keeps_late=True).enter(theirs)

    return [_verdict(outcome, one) for outcome, one in zip(in_one_transaction(entering), arrivals, strict=True)]


def _cleaned(one: Arrival, by: User, *, now: datetime) -> Arrival | Exception:
    """Return the event as the journal can keep it, or why it cannot."""
    at, sequence = one.occurred_at, one.sequence
    try:
        sent = json.dumps(value_checks.instance_of(dict)(one.data), ensure_ascii=False, allow_nan=False)
        data = value_checks.json_object(json.loads(sent.encode()))
        if one.verb != ANSWERED:
            refuse_too_large(data)
            data = fact_data(one.verb, data, now=now, by=by, occurred_at=None)[0]
    except InvalidAnswer as error:
        return error
    except (TypeError, ValueError, RecursionError):
        return InvalidAnswer(_("The answer cannot be read."))
    return replace(
        one,
        data=data,
        occurred_at=at if at is not None and at.tzinfo and at <= now else None,
        sequence=sequence if sequence is not None and 0 <= sequence <= HIGHEST else None,
    )


def _verdict(outcome: Outcome, one: Arrival) -> Verdict:
    if outcome == TOO_LATE:
        reason = _(
            "The answer came after the end of the attempt. It is kept, and counts only if an instructor admits it."
        )
        return Verdict(TOO_LATE, reason)
    if isinstance(outcome, str):
        return Verdict(outcome)
    if isinstance(outcome, NotTheirs):
        return Verdict(FOREIGN, _("The attempt belongs to another person, or is not here any more."))
    if isinstance(outcome, EventConflict):
        return Verdict(CONFLICT, _("Another answer was saved under the same number. Answer again."))
    if isinstance(outcome, InvalidAnswer | PermissionDenied):
        return Verdict(REFUSED, str(outcome))
    if isinstance(outcome, NotNow):
        return Verdict(LATER, str(outcome))
    if not isinstance(outcome, NotInstalled):
        log.error("event %s of attempt %s cannot be folded", one.event_id, one.attempt, exc_info=outcome)
    return Verdict(LATER, _("The answer cannot be taken now. It is to be sent again later."))
