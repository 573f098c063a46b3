"""The only writer of held events: held once, and let go when they are taken after all."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Sum
from django.db.models.functions import Length

from lms.people.directory.models import User

from .models import Held, Reason
from .receiving import Word
from .sent_events import SentEvent

MOST = 2000
LARGEST = 4 * 1024 * 1024
"""So many events of one person, and so many characters of them, are held."""


def hold(events: Sequence[tuple[SentEvent, Word]], *, of: User, now: datetime, device: str) -> bool:
    """Hold events of one person. False, with nothing written, where that person has as many as are held.

    The same event again is held once. Two statements, and none for no events.
    """
    if not events:
        return True
    rows = [_row(event, word, of, now=now, device=device) for event, word in events]
    there = Held.objects.of(of).aggregate(number=Count("pk"), size=Sum(Length("raw")))
    size = (there["size"] or 0) + sum(len(row.raw) for row in rows)
    if there["number"] + len(rows) > MOST or size > LARGEST:
        return False
    Held.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def _row(event: SentEvent, word: Word, learner: User, *, now: datetime, device: str) -> Held:
    return Held(
        learner=learner,
        enrolment_id=event.answer.target.enrolment if word.is_own and event.answer else None,
        digest=event.digest,
        raw=event.raw,
        reason=word.held or Reason.UNREADABLE,
        sentence=word.sentence.encode(errors="ignore").decode().replace("\x00", "")[:500],
        occurred_at=event.occurred_at,
        received_at=now,
        device=device,
    )


def let_go(rows: Sequence[Held]) -> None:
    """Delete held events that were taken after all."""
    if rows:
        Held.objects.filter(pk__in=[row.pk for row in rows]).delete()
