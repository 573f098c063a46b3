"""Services of this room: take what a phone sends, and try again what is held."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lms.people.directory.models import User

from . import held_events
from .models import Held
from .receiving import LATER, TAKEN, Receiving, Word
from .sent_events import MOST, SentBatch, read_event


def sync(batch: SentBatch, *, by: User, now: datetime, language: str) -> list[Word]:
    """Take a batch of events that the phone of `by` sent, and return the verdict on each, in turn.

    What counts enters the journal as `lms.learning.progress.journal.services.receive` lets it; what came after the end
    of its attempt is kept there as late; all else of theirs is held. Sent again, the same events change nothing. Only
    `later` and `foreign` are not final: nothing is kept of those.
    """
    words = Receiving(by, now, language, batch.device).words(batch.events)
    held = [(event, word) for event, word in zip(batch.events, words, strict=True) if word.held]
    if held_events.hold(held, of=by, now=now, device=batch.device):
        return words
    full = Word(LATER, _("Too much of yours is held already. It stays on the phone; talk to your instructor."))
    return [full if word.held else word for word in words]


def try_again(*, by: User, now: datetime, language: str) -> int:
    """Take held events of `by` again, the oldest first, and return how many were taken; those are held no more."""
    rows = list(Held.objects.of(by).order_by("pk")[:MOST])
    events = [
        replace(read_event(json.loads(row.raw), error=timedelta(), now=now), occurred_at=row.occurred_at)
        for row in rows
    ]
    words = Receiving(by, now, language, "").words(events)
    taken = [row for row, word in zip(rows, words, strict=True) if word.verdict in TAKEN]
    held_events.let_go(taken)
    return len(taken)
