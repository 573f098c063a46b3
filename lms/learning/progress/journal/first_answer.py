"""An attempt that is begun by its first answer: one transaction, in which each row is read and written once."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from courses.catalogue.outline import Entry
from lms.foundation.plugins.activity import ActivityType, NotNow, Result
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.identifiers import uuid7

from ..access import activity_types
from ..completion.figures import apply, count, tell_closed, tell_completed
from ..models import Enrolment
from . import statements
from .answer_parsing import known_data
from .attempt_start import NoAttemptLeft, Start, drawn, tell_begun
from .event_store import ANSWERED, EventConflict, store_first
from .late_answers import store_answer
from .recording import copy_relations, step_of
from .services import begin


def answer_first(
    *, enrolment: Enrolment, entry: Entry, data: Mapping[str, Any], event_id: UUID, now: datetime, language: str
) -> bool:
    """Begin an attempt at an activity that begins by itself and store its first answer, or answer the one that is open:
    True where it came too late.

    Raises as `lms.learning.progress.journal.services.begin` and `lms.learning.progress.journal.late_answers.take` do,
    with nothing written.
    """
    content = entry.content(language, enrolment.country, enrolment.language)
    kind = activity_types.activity_type(entry.kind, content, at=enrolment.institution)
    try:
        _begun_and_answered(enrolment, entry, kind, content, data, event_id, now=now)
    except (IntegrityError, EventConflict, NoAttemptLeft, NotNow, Vetoed):
        if not statements.ATTEMPTS.rows(enrolment=enrolment.pk, activity=UUID(entry.id)):
            raise
    else:
        return False
    with transaction.atomic():  # there is an attempt already
        begun = begin(enrolment=enrolment, entry=entry, event_id=uuid7(), now=now, language=language)
        return store_answer(attempt=begun, data=data, event_id=event_id, now=now)


@transaction.atomic
def _begun_and_answered(
    enrolment: Enrolment,
    entry: Entry,
    kind: ActivityType,
    content: str,
    data: Mapping[str, Any],
    event_id: UUID,
    *,
    now: datetime,
) -> None:
    """Begin and answer an attempt as if there were none yet: if there is one the database refuses another with its
    number. The result of the activity is read as the database gives it back.
    """
    held = _held(enrolment)
    attempt, start = drawn(held, entry, kind, Start(secrets.randbits(31), content), [], now=now)
    attempt.form, attempt.state = (json.loads(json.dumps(one)) for one in (attempt.form, attempt.state))
    data = known_data(kind, attempt.form, data)
    step = step_of(kind, attempt, ANSWERED, data, now=now)
    held.set_out(now)
    counted = apply(kind, attempt, step, now=now)
    statements.NEW_ATTEMPT.insert(attempt)
    tell_begun(attempt, now=now)
    store_first(attempt, [("initialized", uuid7(), start.data), (ANSWERED, event_id, data)], now=now)
    if attempt.closed_at is not None:
        tell_closed(attempt, now=now)
    result = kind.combine(attempt.form, [Result(attempt.score, attempt.passed)]) if counted else None
    completed = result is not None and count(held, entry.id, result, now=now, lowers=step.outcome.lowers)
    if completed:
        statements.save_completed(held)
        tell_completed(held, now=now, alone=True)
    else:
        statements.ANSWERED.save(held)


def _held(enrolment: Enrolment) -> Enrolment:
    """Return the enrolment as it stands, locked, so that attempts at it begin one after another."""
    held = statements.ENROLMENT.first(pk=enrolment.pk)
    if held is None:
        raise Enrolment.DoesNotExist(f"There is no enrolment {enrolment.pk}.")
    copy_relations(enrolment, held)
    return held
