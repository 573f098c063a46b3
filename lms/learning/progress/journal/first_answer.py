"""An attempt that is begun by its first answer: one transaction, in which each row is read and written once."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from courses.catalogue.outline import Entry
from lms.foundation.plugins.activity import ActivityType, NotNow
from lms.foundation.plugins.filters import Vetoed
from lms.foundation.plugins.identifiers import uuid7

from ..access import activity_types
from ..models import Enrolment
from . import statements
from .arrivals import Arrival
from .attempt_start import NoAttemptLeft, Start, drawn
from .batch import Batch
from .event_store import EventConflict
from .late_answers import store_answer
from .services import begin

NEW = 0
"""In a batch the attempt that begins there."""


def answer_first(
    *, enrolment: Enrolment, entry: Entry, data: Mapping[str, object], event_id: UUID, now: datetime, language: str
) -> bool:
    """Begin an attempt at an activity that begins by itself and store its first answer, or answer the one that is open:
    True where it came too late.

    Raises as `lms.learning.progress.journal.services.begin` and
    `lms.learning.progress.journal.late_answers.store_answer` do, with nothing written.
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
    data: Mapping[str, object],
    event_id: UUID,
    *,
    now: datetime,
) -> None:
    """Begin and answer an attempt as if there were none yet: if there is one the database refuses another with its
    number. The result of the activity is read as the database gives it back.
    """
    held = statements.lock_enrolment(enrolment)
    attempt, start = drawn(held, entry, kind, Start(secrets.randbits(31), content), [], now=now)
    attempt.form, attempt.state = (json.loads(json.dumps(one)) for one in (attempt.form, attempt.state))
    batch = Batch({NEW: attempt}, now=now)
    batch.kinds[NEW] = kind
    batch.begin(attempt, start.data, uuid7())
    batch.enter([Arrival(NEW, data, event_id)])
